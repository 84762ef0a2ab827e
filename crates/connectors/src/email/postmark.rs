//! Postmark: its texts are kept there, and named here.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "postmark-mail",
    target: "postmark-mail",
    name: "Postmark",
    fields: "serverToken!T fromEmail!T templates!J=templates",
    texts: Some(Texts { members: &["templateAlias"], ..Texts::MAIL }),
    guide: "Verify a sender signature at Postmark, write a template for each purpose, and name their aliases here. The \
            server token is that of the server which holds the templates.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = template::find(config, message.usage)?;
    let body = json!({
        "From": text(config, "fromEmail"),
        "To": message.to,
        "TemplateAlias": text(own, "templateAlias"),
        "TemplateModel": message.payload,
    });
    let request = Request::post("https://api.postmarkapp.com/email/withTemplate")
        .header("x-postmark-server-token", text(config, "serverToken"))
        .header("accept", "application/json");
    Ok(Some(request.json(&body)))
}
