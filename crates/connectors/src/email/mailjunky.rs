//! `MailJunky`.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use super::named;
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, standard, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "mailjunky-email-service",
    target: "mailjunky-mail",
    name: "MailJunky",
    fields: "apiKey!T fromEmail!T fromName?T templates!J=templates",
    texts: Some(Texts { kind: Some("type"), ..Texts::MAIL }),
    guide: "Verify a domain at MailJunky, and create an API key.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "fromName"));
    let words = if mail.is_plain { mail.content.clone() } else { standard::text_of(&mail.content) };
    let mut body = json!({
        "from": named(name, text(config, "fromEmail")),
        "to": message.to,
        "subject": mail.subject,
        "text": words,
    });
    if let (false, Some(members)) = (mail.is_plain, body.as_object_mut()) {
        members.insert("html".to_owned(), mail.content.into());
    }
    let request = Request::post("https://mailjunky.ai/api/v1/emails/send").bearer(text(config, "apiKey"));
    Ok(Some(request.json(&body)))
}
