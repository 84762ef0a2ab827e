//! Tencent Cloud SMS.

use avouch_outbound::{Answer, Request};
use avouch_shape::JsonObject;
use serde_json::{Value, json};

use super::{exact, international, variables};
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Exchange, Factory};
use crate::message::{Message, accepted};
use crate::sign::tencent::Caller;

pub(crate) const FACTORY: Factory = Factory {
    id: "tencent-short-message-service",
    target: "tencent-sms",
    name: "Tencent SMS",
    names: &[("zh-CN", "腾讯云短信")],
    fields: "accessKeyId!T accessKeySecret!T signName!T sdkAppId!T region!T templates!J=templates",
    texts: Some(Texts { members: &["templateCode"], ..Texts::SHORT }),
    guide: "Register an application, a signature and a template for each purpose in the Tencent Cloud SMS console, and \
            create an access key that may send messages. What a message says fills the template's places in order.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = exact(config, message.usage)?;
    let values: Vec<Value> = variables(message.payload).into_iter().map(|(_, value)| value).collect();
    let body = json!({
        "PhoneNumberSet": [international(message.to)],
        "SmsSdkAppId": text(config, "sdkAppId"),
        "SignName": text(config, "signName"),
        "TemplateId": text(own, "templateCode"),
        "TemplateParamSet": values,
    });
    let caller = Caller {
        key_id: text(config, "accessKeyId"),
        secret: text(config, "accessKeySecret"),
        region: text(config, "region"),
        service: "sms",
    };
    Ok(Some(caller.request("SendSms", "2021-01-11", &body.to_string())))
}

/// Tencent says no with the status of success.
fn verdict(answer: &Answer) -> Result<(), Error> {
    accepted(answer)?;
    let body = answer.json().unwrap_or_default();
    let part = |path: &str| body.pointer(path).and_then(Value::as_str);
    if let Some(code) = part("/Response/Error/Code") {
        let is_limit = code.starts_with("LimitExceeded") || code.starts_with("RequestLimitExceeded");
        let why = part("/Response/Error/Message").unwrap_or("no reason");
        return Err(if is_limit { Error::RateLimited } else { Error::General(format!("{code}: {why}")) });
    }
    match part("/Response/SendStatusSet/0/Code") {
        Some(code) if code.eq_ignore_ascii_case("ok") => Ok(()),
        Some(code) if code.starts_with("LimitExceeded") => Err(Error::RateLimited),
        Some(code) => {
            let why = part("/Response/SendStatusSet/0/Message").unwrap_or("no reason");
            Err(Error::General(format!("{code}: {why}")))
        }
        None => Err(Error::InvalidResponse("it does not say whether the message was taken".to_owned())),
    }
}
