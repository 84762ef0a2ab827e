//! Aliyun Direct Mail.

use avouch_outbound::Request;
use avouch_shape::JsonObject;

use crate::Error;
use crate::config::text;
use crate::factory::{Exchange, Factory};
use crate::message::{Message, template};
use crate::sign::aliyun::{Caller, verdict};

pub(crate) const FACTORY: Factory = Factory {
    id: "aliyun-direct-mail",
    target: "aliyun-dm",
    name: "Aliyun Direct Mail",
    names: &[("zh-CN", "阿里云邮件推送")],
    fields: "accessKeyId!T accessKeySecret!T \
             regionId?SEL(cn-hangzhou|ap-southeast-1|ap-southeast-2|eu-central-1|us-east-1)=cn-hangzhou \
             accountName!T fromAlias?T templates!J=templates",
    guide: "Verify a domain and a sender address in the Direct Mail console, and create an access key that may send mail. \
            The account name is the sender address.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::EMAIL
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let host = match text(config, "regionId") {
        "" | "cn-hangzhou" => "dm.aliyuncs.com".to_owned(),
        region => format!("dm.{region}.aliyuncs.com"),
    };
    let mut own = vec![
        ("Action", "SingleSendMail".to_owned()),
        ("Version", "2015-11-23".to_owned()),
        ("AccountName", text(config, "accountName").to_owned()),
        ("AddressType", "1".to_owned()),
        ("ReplyToAddress", "false".to_owned()),
        ("ToAddress", message.to.to_owned()),
        ("Subject", mail.subject),
        ("HtmlBody", mail.content),
    ];
    let alias = mail.send_from.unwrap_or_else(|| text(config, "fromAlias").to_owned());
    if !alias.is_empty() {
        own.push(("FromAlias", alias));
    }
    let caller = Caller { key_id: text(config, "accessKeyId"), secret: text(config, "accessKeySecret") };
    Ok(Some(caller.request(&format!("https://{host}/"), own)))
}
