//! Text messages.

use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::{Message, accepted, email, form, template, text};
use crate::Error;

pub(super) async fn send(
    http: &Client,
    factory: &str,
    config: &JsonObject,
    message: &Message<'_>,
) -> Result<(), Error> {
    let request = match factory {
        "http-sms" => email::plain(config, message),
        "twilio-short-message-service" => twilio(config, message)?,
        "gatewayapi-sms" => gateway_api(config, message)?,
        "smsaero-short-message-service" => sms_aero(config, message)?,
        "vonage-sms" => return vonage(http, config, message).await,
        "whatsapp-short-message-service" => whats_app(config, message)?,
        "smsbao-sms" => return sms_bao(http, config, message).await,
        "yunpian-sms" => return yunpian(http, config, message).await,
        _ => return Err(Error::NotImplemented),
    };
    accepted(&http.send(request).await?)
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

/// With a plus, as E.164 wants it.
fn international(number: &str) -> String {
    format!("+{}", number.trim_start_matches('+'))
}

const FORM: &str = "application/x-www-form-urlencoded";

fn twilio(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let account = text(config, "accountSID");
    let skips = config.get("disableRiskCheck").and_then(Value::as_bool) == Some(true);
    let (to, body) = (international(message.to), template::short(config, message)?);
    let pairs = [
        ("To", to.as_str()),
        ("MessagingServiceSid", text(config, "fromMessagingServiceSID")),
        ("Body", body.as_str()),
        ("RiskCheck", if skips { "disable" } else { "enable" }),
    ];
    Ok(Request::post(format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json"))
        .header("authorization", &basic(account, text(config, "authToken")))
        .body(FORM, form(&pairs)))
}

fn gateway_api(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let body = json!({
        "sender": text(config, "sender"),
        "message": template::short(config, message)?,
        "recipients": [{ "msisdn": message.to.trim_start_matches('+') }],
    });
    Ok(Request::post(text(config, "endpoint"))
        .header("authorization", &basic(text(config, "apiToken"), ""))
        .json(&body))
}

fn sms_aero(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let own = config.get("templates").and_then(Value::as_array).into_iter().flatten();
    let mut exact = own.filter(|own| own.get("usageType").and_then(Value::as_str) == Some(message.usage));
    let own = exact.next().ok_or_else(|| Error::TemplateNotFound(message.usage.to_owned()))?;
    let content = own.get("content").and_then(Value::as_str).unwrap_or_default();
    let body = json!({
        "number": message.to,
        "sign": text(config, "senderName"),
        "text": template::fill(content, message.payload),
    });
    Ok(Request::post("https://gate.smsaero.ru/v2/sms/send")
        .header("authorization", &basic(text(config, "email"), text(config, "apiKey")))
        .json(&body))
}

async fn vonage(http: &Client, config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    let content = template::short(config, message)?;
    let pairs = [
        ("api_key", text(config, "apiKey")),
        ("api_secret", text(config, "apiSecret")),
        ("from", text(config, "brandName")),
        ("to", message.to),
        ("text", content.as_str()),
    ];
    let answer = http.send(Request::post("https://rest.nexmo.com/sms/json").body(FORM, form(&pairs))).await?;
    accepted(&answer)?;
    let body = answer.json().unwrap_or_default();
    let status = body.pointer("/messages/0/status").and_then(Value::as_str);
    match status {
        Some("0") => Ok(()),
        _ => Err(Error::General(format!("it answered {body}"))),
    }
}

fn whats_app(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let own = template::find(config, message.usage)?;
    let code = message.payload.get("code").and_then(Value::as_str);
    let code = code.ok_or_else(|| Error::General("WhatsApp delivers codes only".to_owned()))?;
    let parameter = json!([{ "type": "text", "text": code }]);
    let body = json!({
        "messaging_product": "whatsapp",
        "to": message.to,
        "type": "template",
        "template": {
            "name": own.get("templateName").cloned().unwrap_or_default(),
            "language": { "code": own.get("language").cloned().unwrap_or_default() },
            "components": [
                { "type": "body", "parameters": parameter },
                { "type": "button", "sub_type": "url", "index": "0", "parameters": parameter },
            ],
        },
    });
    Ok(Request::post(format!("https://graph.facebook.com/v19.0/{}/messages", text(config, "phoneNumberId")))
        .header("authorization", &format!("Bearer {}", text(config, "accessToken")))
        .json(&body))
}

async fn sms_bao(http: &Client, config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    let content = template::short(config, message)?;
    let mut pairs = vec![
        ("u", text(config, "username")),
        ("p", text(config, "passwordOrApiKey")),
        ("m", message.to),
        ("c", content.as_str()),
    ];
    let goods = text(config, "goodsId");
    if !goods.is_empty() {
        pairs.push(("g", goods));
    }
    let answer = http.send(Request::get(format!("https://api.smsbao.com/sms?{}", form(&pairs)))).await?;
    accepted(&answer)?;
    if answer.text().trim() == "0" { Ok(()) } else { Err(Error::General(format!("it answered {}", answer.text()))) }
}

async fn yunpian(http: &Client, config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    let number = message.to.trim_start_matches('+');
    let is_chinese = number.len() == 13 && number.starts_with("861");
    if !is_chinese && config.get("enableInternational").and_then(Value::as_bool) != Some(true) {
        let why = config.get("unsupportedCountriesMsg").and_then(Value::as_str);
        return match why.unwrap_or("This country is not supported.") {
            // An empty message means: say nothing.
            "" => Ok(()),
            why => Err(Error::General(why.to_owned())),
        };
    }
    let own = if is_chinese { number.trim_start_matches("86").to_owned() } else { international(number) };
    let content = template::short(config, message)?;
    let pairs = [("apikey", text(config, "apikey")), ("mobile", own.as_str()), ("text", content.as_str())];
    let url = "https://sms.yunpian.com/v2/sms/single_send.json";
    accepted(&http.send(Request::post(url).body(FORM, form(&pairs))).await?)
}
