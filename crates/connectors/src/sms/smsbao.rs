//! `SMSBao`.

use avouch_outbound::{Answer, Request};
use avouch_shape::JsonObject;

use super::chinese;
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Exchange, Factory};
use crate::message::{Message, accepted, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "smsbao-sms",
    target: "smsbao-sms",
    name: "SMSBao",
    names: &[("zh-CN", "短信宝")],
    fields: "username!T passwordOrApiKey!T goodsId?T templates!J=templates",
    texts: Some(Texts { needed: &[], ..Texts::SHORT }),
    guide: "Fill in the name of the SMSBao account with its API key or the MD5 of its password. The goods ID chooses a \
            channel of your own.",
    exchange: Exchange::Request { request, verdict },
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let content = template::short(config, message)?;
    let number = chinese(message.to, true).unwrap_or(message.to);
    let mut pairs = vec![("u", text(config, "username")), ("p", text(config, "passwordOrApiKey"))];
    let goods = text(config, "goodsId");
    if !goods.is_empty() {
        pairs.push(("g", goods));
    }
    pairs.extend([("m", number), ("c", content.as_str())]);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(Some(Request::get(format!("https://api.smsbao.com/sms?{query}"))))
}

/// The answer is a number, and zero means yes.
fn verdict(answer: &Answer) -> Result<(), Error> {
    accepted(answer)?;
    let said = answer.text();
    match said.trim() {
        "0" => Ok(()),
        said => Err(Error::General(format!("it answered {}", said.chars().take(100).collect::<String>()))),
    }
}
