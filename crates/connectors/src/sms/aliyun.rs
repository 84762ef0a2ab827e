//! Aliyun Short Message Service.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::Value;

use super::{chinese, variables};
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Exchange, Factory};
use crate::message::{Message, template};
use crate::sign::aliyun::{Caller, verdict};

pub(crate) const FACTORY: Factory = Factory {
    id: "aliyun-short-message-service",
    target: "aliyun-sms",
    name: "Aliyun SMS",
    names: &[("zh-CN", "阿里云短信服务")],
    fields: "accessKeyId!T accessKeySecret!T signName!T templates!J=templates strictPhoneRegionNumberCheck?SW=false",
    texts: Some(Texts { members: &["templateCode"], ..Texts::SHORT }),
    guide: "Register a signature and a template for each purpose in the Aliyun SMS console, and create an access key that \
            may send messages. A template code is a text, or `{ \"china\": …, \"overseas\": … }`.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = template::find(config, message.usage)?;
    let is_strict = config.get("strictPhoneRegionNumberCheck").and_then(Value::as_bool) == Some(true);
    let place = if chinese(message.to, is_strict).is_some() { "china" } else { "overseas" };
    let code = match own.get("templateCode") {
        Some(Value::Object(codes)) => text(codes, place),
        _ => text(own, "templateCode"),
    };
    let own = vec![
        ("Action", "SendSms".to_owned()),
        ("Version", "2017-05-25".to_owned()),
        ("PhoneNumbers", message.to.to_owned()),
        ("SignName", text(config, "signName").to_owned()),
        ("TemplateCode", code.to_owned()),
        ("TemplateParam", Value::from(variables(message.payload)).to_string()),
    ];
    let caller = Caller { key_id: text(config, "accessKeyId"), secret: text(config, "accessKeySecret") };
    Ok(Some(caller.request("https://dysmsapi.aliyuncs.com/", own)))
}
