//! Yunpian.

use avouch_outbound::{Answer, Request};
use avouch_shape::JsonObject;
use serde_json::Value;

use super::{chinese, international};
use crate::Error;
use crate::config::text;
use crate::factory::{Exchange, Factory};
use crate::message::{Message, accepted, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "yunpian-sms",
    target: "yunpian-sms",
    name: "Yunpian",
    names: &[("zh-CN", "云片")],
    fields: "apikey!T templates!J=templates enableInternational?SW=false unsupportedCountriesMsg?T",
    guide: "Register a signature and templates at Yunpian; the texts here must match them. Numbers outside of China need \
            `enableInternational`; without it they are refused with the message, or silently where it is empty.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = chinese(message.to, true);
    if own.is_none() && config.get("enableInternational").and_then(Value::as_bool) != Some(true) {
        let why = config.get("unsupportedCountriesMsg").and_then(Value::as_str);
        return match why.unwrap_or("This country is not supported.") {
            "" => Ok(None),
            why => Err(Error::General(why.to_owned())),
        };
    }
    let number = own.map_or_else(|| international(message.to), ToOwned::to_owned);
    let content = template::short(config, message)?;
    let pairs = [("apikey", text(config, "apikey")), ("mobile", &number), ("text", &content)];
    Ok(Some(Request::post("https://sms.yunpian.com/v2/sms/single_send.json").form(pairs)))
}

/// The answer has a number, and zero means yes.
fn verdict(answer: &Answer) -> Result<(), Error> {
    let body = answer.json().unwrap_or_default();
    match body.get("code").and_then(Value::as_i64) {
        None | Some(0) => accepted(answer),
        Some(code) => {
            let why = body.get("msg").and_then(Value::as_str).unwrap_or("no reason");
            Err(Error::General(format!("{code}: {why}")))
        }
    }
}
