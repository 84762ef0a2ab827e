//! SMTP2GO.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde_json::json;

use super::{is_address, named};
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "smtp2go-email-service",
    target: "smtp2go-email",
    name: "SMTP2GO",
    fields: "apiKey!T sender!T senderName?T templates!J=templates",
    texts: Some(Texts { kind: Some("type"), ..Texts::MAIL }),
    rule,
    guide: "Verify a sender at SMTP2GO, and create an API key that may send mail.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn rule(config: &JsonObject, issues: &mut Issues) {
    let sender = text(config, "sender");
    if !sender.is_empty() && !is_address(sender) {
        issues.push(Issue::invalid_string("email", &Path::Key(&Path::Root, "sender")));
    }
}

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "senderName"));
    let mut body = json!({
        "api_key": text(config, "apiKey"),
        "to": [message.to],
        "sender": named(name, text(config, "sender")),
        "subject": mail.subject,
    });
    if let Some(members) = body.as_object_mut() {
        let kind = if mail.is_plain { "text_body" } else { "html_body" };
        members.insert(kind.to_owned(), mail.content.into());
        if let Some(reply_to) = mail.reply_to {
            let headers = json!([{ "header": "Reply-To", "value": reply_to }]);
            members.insert("custom_headers".to_owned(), headers);
        }
    }
    Ok(Some(Request::post("https://api.smtp2go.com/v3/email/send").json(&body)))
}
