//! Aliyun's messages for authentication: Chinese numbers only, with signatures and templates of Aliyun itself.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::Value;

use super::{chinese, variables};
use crate::Error;
use crate::config::{Texts, USAGES, text};
use crate::factory::{Exchange, Factory};
use crate::message::{Message, template};
use crate::sign::aliyun::{Caller, verdict};

pub(crate) const FACTORY: Factory = Factory {
    id: "aliyun-short-message-auth-service",
    target: "aliyun-sms-mas",
    name: "Aliyun SMS authentication",
    names: &[("zh-CN", "阿里云短信认证服务")],
    fields: "accessKeyId!T accessKeySecret!T signName!T templates!J=templates",
    texts: Some(Texts { needed: &USAGES, members: &["templateCode"], kind: None }),
    guide: "Turn on SMS authentication in the console of the phone number verification service, choose one of its \
            signatures and its templates, and create an access key that may send messages.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

/// Minutes that the message says the code is good for.
const MINUTES: &str = "10";

fn unsupported() -> Error {
    Error::InvalidRequest("only numbers of mainland China can be reached".to_owned())
}

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let number = chinese(message.to, true).ok_or_else(unsupported)?;
    let own = template::find(config, message.usage)?;
    let mut parameters = variables(message.payload);
    parameters.insert("min".to_owned(), MINUTES.into());
    let own = vec![
        ("Action", "SendSmsVerifyCode".to_owned()),
        ("Version", "2017-05-25".to_owned()),
        ("PhoneNumber", number.to_owned()),
        ("SignName", text(config, "signName").to_owned()),
        ("TemplateCode", text(own, "templateCode").to_owned()),
        ("TemplateParam", Value::from(parameters).to_string()),
    ];
    let caller = Caller { key_id: text(config, "accessKeyId"), secret: text(config, "accessKeySecret") };
    Ok(Some(caller.request("https://dypnsapi.aliyuncs.com/", own)))
}
