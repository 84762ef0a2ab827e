//! Mail by SMTP (RFC 5321).

use std::time::Duration;

use avouch_shape::JsonObject;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message as Mail, Tokio1Executor};
use serde_json::Value;

use super::{Message, Template, template, text};
use crate::Error;

/// How long the server may take; it answers while a person waits.
const PATIENCE: Duration = Duration::from_secs(20);

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::InvalidConfig(error.to_string())
}

pub(super) async fn send(config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    let mail = build(config, message, template::mail(config, message)?)?;
    let transport = transport(config)?;
    transport.send(mail).await.map(drop).map_err(|error| Error::General(error.to_string()))
}

fn build(config: &JsonObject, message: &Message<'_>, template: Template) -> Result<Mail, Error> {
    let mut from: Mailbox = text(config, "fromEmail").parse().map_err(unusable)?;
    if let Some(name) = template.send_from.filter(|name| !name.is_empty()) {
        // The tenant's word may be a name or a whole address.
        match name.parse::<Mailbox>() {
            Ok(whole) => from = whole,
            Err(_) => from.name = Some(name),
        }
    }
    let to: Mailbox = message.to.parse().map_err(|error| Error::General(format!("{error}")))?;
    let mut builder = Mail::builder().from(from).to(to).subject(template.subject);
    let own = config.get("replyTo").and_then(Value::as_str).map(ToOwned::to_owned);
    if let Some(reply_to) = template.reply_to.or(own).filter(|reply_to| !reply_to.is_empty()) {
        builder = builder.reply_to(reply_to.parse().map_err(unusable)?);
    }
    let headers = config.get("customHeaders").and_then(Value::as_object);
    for (name, value) in headers.into_iter().flatten() {
        let name = HeaderName::new_from_ascii(name.clone()).map_err(unusable)?;
        let value = value.as_str().unwrap_or_default().to_owned();
        builder = builder.raw_header(HeaderValue::new(name, value));
    }
    let kind = if template.is_plain { ContentType::TEXT_PLAIN } else { ContentType::TEXT_HTML };
    builder.header(kind).body(template.content).map_err(unusable)
}

fn transport(config: &JsonObject) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
    let host = text(config, "host");
    let port = config.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
    let flag = |name: &str| config.get(name).and_then(Value::as_bool) == Some(true);
    let options = config.get("tls").and_then(Value::as_object);
    let unverified = options.and_then(|tls| tls.get("rejectUnauthorized")?.as_bool()) == Some(false);
    let name = config.get("servername").and_then(Value::as_str).filter(|name| !name.is_empty()).unwrap_or(host);
    let tls =
        || TlsParameters::builder(name.to_owned()).dangerous_accept_invalid_certs(unverified).build().map_err(unusable);
    let tls = if flag("secure") {
        Tls::Wrapper(tls()?)
    } else if flag("ignoreTLS") {
        Tls::None
    } else if flag("requireTLS") {
        Tls::Required(tls()?)
    } else {
        Tls::Opportunistic(tls()?)
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(port.ok_or_else(|| Error::InvalidConfig("`port` must be a port".to_owned()))?)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some(name) = config.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) {
        builder = builder.hello_name(ClientId::Domain(name.to_owned()));
    }
    if let Some((credentials, mechanisms)) = credentials(config)? {
        builder = builder.credentials(credentials).authentication(mechanisms);
    }
    Ok(builder.build())
}

/// A name and a password, or a name and an access token.
fn credentials(config: &JsonObject) -> Result<Option<(Credentials, Vec<Mechanism>)>, Error> {
    let Some(auth) = config.get("auth").and_then(Value::as_object) else { return Ok(None) };
    let part = |name: &str| auth.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    if part("type").as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("oauth2")) {
        let (Some(user), Some(token)) = (part("user"), part("accessToken")) else {
            return Err(Error::InvalidConfig("OAuth 2.0 needs `user` and `accessToken`".to_owned()));
        };
        return Ok(Some((Credentials::new(user, token), vec![Mechanism::Xoauth2])));
    }
    Ok(part("user").map(|user| {
        let credentials = Credentials::new(user, part("pass").unwrap_or_default());
        (credentials, vec![Mechanism::Plain, Mechanism::Login])
    }))
}
