//! `SendGrid`.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "sendgrid-email-service",
    target: "sendgrid-mail",
    name: "SendGrid",
    fields: "apiKey!T fromEmail!T fromName?T templates!J=templates",
    texts: Some(Texts { kind: Some("type"), ..Texts::MAIL }),
    guide: "Verify a sender at SendGrid, and create an API key that may send mail.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let mut from = json!({ "email": text(config, "fromEmail") });
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "fromName"));
    if let (false, Some(members)) = (name.is_empty(), from.as_object_mut()) {
        members.insert("name".to_owned(), name.into());
    }
    let kind = if mail.is_plain { "text/plain" } else { "text/html" };
    let body = json!({
        "personalizations": [{ "to": [{ "email": message.to }] }],
        "from": from,
        "subject": mail.subject,
        "content": [{ "type": kind, "value": mail.content }],
    });
    let request = Request::post("https://api.sendgrid.com/v3/mail/send").bearer(text(config, "apiKey"));
    Ok(Some(request.json(&body)))
}
