//! `WhatsApp`: its texts are kept there, and named here.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::{Value, json};

use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "whatsapp-short-message-service",
    target: "whatsapp-sms",
    name: "WhatsApp",
    fields: "accessToken!T phoneNumberId!T templates!J=templates",
    texts: Some(Texts { members: &["templateName", "language"], ..Texts::SHORT }),
    guide: "Create an app with WhatsApp on Meta for Developers, and message templates of the category “authentication”. The \
            access token is one of a system user, the phone number ID that of the sender.",
    exchange: plain(request),
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let own = template::find(config, message.usage)?;
    let code = message.payload.get("code").and_then(Value::as_str);
    let code = code.ok_or_else(|| Error::General("WhatsApp delivers codes only".to_owned()))?;
    let parameters = json!([{ "type": "text", "text": code }]);
    let body = json!({
        "messaging_product": "whatsapp",
        "to": message.to,
        "type": "template",
        "template": {
            "name": text(own, "templateName"),
            "language": { "code": text(own, "language") },
            "components": [
                { "type": "body", "parameters": parameters },
                { "type": "button", "sub_type": "url", "index": "0", "parameters": parameters },
            ],
        },
    });
    let url = format!("https://graph.facebook.com/v19.0/{}/messages", text(config, "phoneNumberId"));
    Ok(Some(Request::post(url).bearer(text(config, "accessToken")).json(&body)))
}
