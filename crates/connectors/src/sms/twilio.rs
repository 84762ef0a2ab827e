//! Twilio.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::Value;

use super::international;
use crate::Error;
use crate::config::text;
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "twilio-short-message-service",
    target: "twilio-sms",
    name: "Twilio",
    fields: "accountSID!T authToken!T fromMessagingServiceSID!T disableRiskCheck?SW=false templates!J=templates",
    guide: "Create a messaging service with a sender in the Twilio console. The account SID and the auth token are on its \
            first page.",
    exchange: plain(request),
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let account = text(config, "accountSID");
    let skips = config.get("disableRiskCheck").and_then(Value::as_bool) == Some(true);
    let pairs = [
        ("To", international(message.to)),
        ("MessagingServiceSid", text(config, "fromMessagingServiceSID").to_owned()),
        ("Body", template::short(config, message)?),
        ("RiskCheck", if skips { "disable" } else { "enable" }.to_owned()),
    ];
    let request = Request::post(format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json"));
    Ok(Some(request.basic(account, text(config, "authToken")).form(pairs)))
}
