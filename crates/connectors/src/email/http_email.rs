//! A service of one's own: it is told what to say, and says it.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use crate::Error;
use crate::config::text;
use crate::factory::{Factory, plain};
use crate::message::Message;

pub(crate) const FACTORY: Factory = Factory {
    id: "http-email",
    target: "http-email",
    name: "HTTP email",
    fields: "endpoint!T authorization?T",
    texts: None,
    guide: "Run a service that takes `{ to, type, payload, ip }` as JSON by POST, and answers with success once the mail \
            is on its way. The authorization, if any, is sent to it as it is.",
    exchange: plain(request),
    ..Factory::EMAIL
};

/// What services of one's own are told, for text messages too.
#[expect(clippy::unnecessary_wraps, reason = "every connector's request has this form")]
pub(crate) fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mut body = json!({ "to": message.to, "type": message.usage, "payload": message.payload });
    if let (Some(ip), Some(members)) = (message.ip, body.as_object_mut()) {
        members.insert("ip".to_owned(), ip.into());
    }
    let request = Request::post(text(config, "endpoint")).json(&body);
    Ok(Some(match text(config, "authorization") {
        "" => request,
        authorization => request.header("authorization", authorization),
    }))
}
