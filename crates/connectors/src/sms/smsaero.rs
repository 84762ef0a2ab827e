//! SMS Aero.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde_json::json;

use super::exact;
use crate::Error;
use crate::config::text;
use crate::email::is_address;
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "smsaero-short-message-service",
    target: "smsaero-sms",
    name: "SMS Aero",
    fields: "email!T apiKey!T senderName!T templates!J=templates",
    rule,
    guide: "Create an API key and a sender name at SMS Aero. The e-mail address is that of the account.",
    exchange: plain(request),
    ..Factory::SMS
};

fn rule(config: &JsonObject, issues: &mut Issues) {
    let email = text(config, "email");
    if !email.is_empty() && !is_address(email) {
        issues.push(Issue::invalid_string("email", &Path::Key(&Path::Root, "email")));
    }
}

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = exact(config, message.usage)?;
    let body = json!({
        "number": message.to,
        "sign": text(config, "senderName"),
        "text": template::fill(text(own, "content"), message.payload),
    });
    let request = Request::post("https://gate.smsaero.ru/v2/sms/send");
    Ok(Some(request.basic(text(config, "email"), text(config, "apiKey")).json(&body)))
}
