//! Mail through services that are spoken to in HTTP.

use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::{Message, Template, accepted, form, template, text};
use crate::Error;

pub(super) async fn send(
    http: &Client,
    factory: &str,
    config: &JsonObject,
    message: &Message<'_>,
) -> Result<(), Error> {
    let request = match factory {
        "http-email" => plain(config, message),
        "sendgrid-email-service" => sendgrid(config, message, &template::mail(config, message)?),
        "smtp2go-email-service" => smtp2go(config, message, &template::mail(config, message)?),
        "mailjunky-email-service" => mailjunky(config, message, &template::mail(config, message)?),
        "postmark-mail" => postmark(config, message)?,
        "mailgun-email" => mailgun(config, message)?,
        _ => return Err(Error::NotImplemented),
    };
    accepted(&http.send(request).await?)
}

/// What services of one's own are told.
pub(super) fn plain(config: &JsonObject, message: &Message<'_>) -> Request {
    let mut body = json!({ "to": message.to, "type": message.usage, "payload": message.payload });
    if let (Some(ip), Some(members)) = (message.ip, body.as_object_mut()) {
        members.insert("ip".to_owned(), ip.into());
    }
    let request = Request::post(text(config, "endpoint"));
    let authorization = text(config, "authorization");
    let request = if authorization.is_empty() { request } else { request.header("authorization", authorization) };
    request.json(&body)
}

/// A sender with a name, if there is one.
fn named(name: &str, address: &str) -> String {
    if name.is_empty() { address.to_owned() } else { format!("{name} <{address}>") }
}

fn sendgrid(config: &JsonObject, message: &Message<'_>, mail: &Template) -> Request {
    let mut from = json!({ "email": text(config, "fromEmail") });
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "fromName"));
    if let (false, Some(members)) = (name.is_empty(), from.as_object_mut()) {
        members.insert("name".to_owned(), name.into());
    }
    let kind = if mail.is_plain { "text/plain" } else { "text/html" };
    let body = json!({
        "personalizations": [{ "to": [{ "email": message.to }] }],
        "from": from,
        "subject": mail.subject,
        "content": [{ "type": kind, "value": mail.content }],
    });
    Request::post("https://api.sendgrid.com/v3/mail/send")
        .header("authorization", &format!("Bearer {}", text(config, "apiKey")))
        .json(&body)
}

fn smtp2go(config: &JsonObject, message: &Message<'_>, mail: &Template) -> Request {
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "senderName"));
    let mut body = json!({
        "api_key": text(config, "apiKey"),
        "to": [message.to],
        "sender": named(name, text(config, "sender")),
        "subject": mail.subject,
    });
    if let Some(members) = body.as_object_mut() {
        let kind = if mail.is_plain { "text_body" } else { "html_body" };
        members.insert(kind.to_owned(), mail.content.as_str().into());
        if let Some(reply_to) = &mail.reply_to {
            let headers = json!([{ "header": "Reply-To", "value": reply_to }]);
            members.insert("custom_headers".to_owned(), headers);
        }
    }
    Request::post("https://api.smtp2go.com/v3/email/send").json(&body)
}

fn mailjunky(config: &JsonObject, message: &Message<'_>, mail: &Template) -> Request {
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "fromName"));
    let mut body = json!({
        "from": named(name, text(config, "fromEmail")),
        "to": message.to,
        "subject": mail.subject,
        "text": mail.content,
    });
    if let (false, Some(members)) = (mail.is_plain, body.as_object_mut()) {
        members.insert("html".to_owned(), mail.content.as_str().into());
    }
    Request::post("https://mailjunky.ai/api/v1/emails/send")
        .header("authorization", &format!("Bearer {}", text(config, "apiKey")))
        .json(&body)
}

fn postmark(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let own = template::find(config, message.usage)?;
    let body = json!({
        "From": text(config, "fromEmail"),
        "To": message.to,
        "TemplateAlias": own.get("templateAlias").cloned().unwrap_or_default(),
        "TemplateModel": message.payload,
    });
    Ok(Request::post("https://api.postmarkapp.com/email/withTemplate")
        .header("x-postmark-server-token", text(config, "serverToken"))
        .header("accept", "application/json")
        .json(&body))
}

fn mailgun(config: &JsonObject, message: &Message<'_>) -> Result<Request, Error> {
    let endpoint = config.get("endpoint").and_then(Value::as_str).unwrap_or("https://api.mailgun.net");
    let url = format!("{}/v3/{}/messages", endpoint.trim_end_matches('/'), text(config, "domain"));
    let mut pairs: Vec<(&str, String)> = vec![("from", text(config, "from").to_owned()), ("to", message.to.to_owned())];
    if let Some(mail) = &message.template {
        let mail = template::mail(config, &Message { template: Some(mail.clone()), ..message.clone() })?;
        pairs.push(("subject", mail.subject));
        pairs.push((if mail.is_plain { "text" } else { "html" }, mail.content));
        pairs.extend(mail.reply_to.map(|reply_to| ("h:Reply-To", reply_to)));
    } else {
        delivery(config, message, &mut pairs)?;
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let credentials = BASE64_STANDARD.encode(format!("api:{}", text(config, "apiKey")));
    Ok(Request::post(url)
        .header("authorization", &format!("Basic {credentials}"))
        .body("application/x-www-form-urlencoded", form(&pairs)))
}

/// The connector's own text for Mailgun: a text here, or the name of one that is kept there.
fn delivery(config: &JsonObject, message: &Message<'_>, pairs: &mut Vec<(&'static str, String)>) -> Result<(), Error> {
    let deliveries = config.get("deliveries").and_then(Value::as_object);
    let find = |usage: &str| deliveries.and_then(|all| all.get(usage)).and_then(Value::as_object);
    let own = find(message.usage).or_else(|| find("Generic"));
    let own = own.ok_or_else(|| Error::TemplateNotFound(message.usage.to_owned()))?;
    let filled = |name: &str| own.get(name).and_then(Value::as_str).map(|text| template::fill(text, message.payload));
    for (member, pair) in [("subject", "subject"), ("replyTo", "h:Reply-To"), ("html", "html"), ("text", "text")] {
        pairs.extend(filled(member).map(|value| (pair, value)));
    }
    if let Some(name) = own.get("template").and_then(Value::as_str) {
        pairs.push(("template", name.to_owned()));
        let mut variables = own.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
        variables.extend(message.payload.clone());
        pairs.push(("h:X-Mailgun-Variables", Value::from(variables).to_string()));
    }
    Ok(())
}
