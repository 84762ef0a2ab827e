//! Vonage.

use avouch_outbound::{Answer, Request};
use avouch_shape::JsonObject;
use serde_json::Value;

use crate::Error;
use crate::config::text;
use crate::factory::{Exchange, Factory};
use crate::message::{Message, accepted, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "vonage-sms",
    target: "vonage-sms",
    name: "Vonage",
    fields: "apiKey!T apiSecret!T brandName!T templates!J=templates",
    guide: "The API key and secret are on the first page of the Vonage dashboard. The brand name is what people see as the \
            sender.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let content = template::short(config, message)?;
    let pairs = [
        ("api_key", text(config, "apiKey")),
        ("api_secret", text(config, "apiSecret")),
        ("from", text(config, "brandName")),
        ("to", message.to.trim_start_matches('+')),
        ("text", content.as_str()),
        ("type", if content.is_ascii() { "text" } else { "unicode" }),
    ];
    Ok(Some(Request::post("https://rest.nexmo.com/sms/json").form(pairs)))
}

/// Vonage says no with the status of success.
fn verdict(answer: &Answer) -> Result<(), Error> {
    accepted(answer)?;
    let body = answer.json().unwrap_or_default();
    let part = |name: &str| body.pointer(&format!("/messages/0/{name}")).and_then(Value::as_str);
    match part("status") {
        Some("0") => Ok(()),
        Some("1") => Err(Error::RateLimited),
        Some(status) => Err(Error::General(format!("{status}: {}", part("error-text").unwrap_or("no reason")))),
        None => Err(Error::InvalidResponse("it does not say whether the message was taken".to_owned())),
    }
}
