//! `GatewayAPI`.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use crate::Error;
use crate::config::text;
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "gatewayapi-sms",
    target: "gatewayapi-sms",
    name: "GatewayAPI",
    fields: "endpoint!T=https://gatewayapi.com/rest/mtsms apiToken!T sender!T templates!J=templates",
    guide: "Create an API token at GatewayAPI. Accounts in Europe have the endpoint \
            `https://gatewayapi.eu/rest/mtsms`.",
    exchange: plain(request),
    ..Factory::SMS
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let body = json!({
        "sender": text(config, "sender"),
        "message": template::short(config, message)?,
        "recipients": [{ "msisdn": message.to.trim_start_matches('+') }],
    });
    let endpoint = match text(config, "endpoint") {
        "" => "https://gatewayapi.com/rest/mtsms",
        endpoint => endpoint,
    };
    Ok(Some(Request::post(endpoint).basic(text(config, "apiToken"), "").json(&body)))
}
