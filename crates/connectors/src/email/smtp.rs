//! Mail by SMTP (RFC 5321).

mod local;
mod oauth;
mod tls;

use std::time::Duration;

use avouch_crypto::{hex, sha256};
use avouch_outbound::Client;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::Tls;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message as Mail, Tokio1Executor};
use serde_json::{Value, json};

use crate::Error;
use crate::config::{Texts, strings, text};
use crate::factory::{Exchange, Factory};
use crate::message::{Message, Template, standard, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "simple-mail-transfer-protocol",
    target: "smtp",
    name: "SMTP",
    fields: "host!T port!N auth!J={\"type\":\"login\",\"user\":\"\",\"pass\":\"\"} fromEmail!T replyTo?T \
             templates!J=templates logger?SW debug?SW disableFileAccess?SW disableUrlAccess?SW name?T \
             localAddress?T connectionTimeout?N=120000 greetingTimeout?N=30000 socketTimeout?N=600000 \
             dnsTimeout?N=30000 secure?SW=false tls?J={} servername?T ignoreTLS?SW requireTLS?SW customHeaders?J={}",
    texts: Some(Texts { kind: Some("contentType"), ..Texts::MAIL }),
    rule,
    guide: "Ask whoever runs the mail server for its name and port, and for an account that may send. Port 465 goes with \
            `secure`; on other ports the connection is encrypted once the server offers it, and always with `requireTLS`.",
    exchange: Exchange::Smtp,
    ..Factory::EMAIL
};

/// Longest that the server may take: it answers while a person waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// `auth` is a name and a password, or one of two ways to an OAuth 2.0 token.
fn rule(config: &JsonObject, issues: &mut Issues) {
    strings(config, "customHeaders", issues);
    tls::rule(config, issues);
    local::rule(config, issues);
    let Some(auth) = config.get("auth").and_then(Value::as_object) else { return };
    let at = Path::Key(&Path::Root, "auth");
    let mut texts = vec!["user", "pass", "clientId", "clientSecret", "refreshToken", "accessToken", "accessUrl"];
    if oauth::is_meant(auth) {
        if !auth.contains_key("user") {
            issues.push(Issue::wrong_type("string", None, &Path::Key(&at, "user")));
        }
        texts.push("serviceClient");
    } else {
        let is_login =
            auth.get("type").is_none_or(|kind| kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("login")));
        if !is_login {
            issues.push(Issue::unknown_option(&["login", "oauth2"], text(auth, "type"), &Path::Key(&at, "type")));
        }
    }
    for name in texts {
        let wrong = auth.get(name).filter(|value| !value.is_string());
        if wrong.is_some() {
            issues.push(Issue::wrong_type("string", wrong, &Path::Key(&at, name)));
        }
    }
}

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::InvalidConfig(error.to_string())
}

pub(crate) async fn send(http: &Client, config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    let mail = build(config, message, template::mail(config, message)?)?;
    let login = login(http, config).await?;
    let server = Server::of(config)?;
    let patience = server.patience;
    let sending = async {
        let sent = match local::address(config) {
            Some(from) => local::send(from, server, login, &mail).await,
            None => kept_open(http, config, server, login)?.send(mail).await.map(drop),
        };
        sent.map_err(|error| Error::General(error.to_string()))
    };
    // The library has patience with connections, but not with servers that stop talking.
    let sent = tokio::time::timeout(patience, sending).await;
    sent.unwrap_or_else(|_| Err(Error::General("the mail server did not answer in time".to_owned())))
}

/// Connections stay open for the next message of the same configuration.
fn kept_open(
    http: &Client,
    config: &JsonObject,
    server: Server<'_>,
    login: Option<Login>,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
    let made_of = json!([config, login.as_ref().map(|login| (&login.user, &login.secret))]).to_string();
    let key = format!("smtp:{}", hex(&sha256(made_of.as_bytes())));
    http.shared(&key, || Ok(server.transport(login)))
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
    if template.is_plain {
        return builder.header(ContentType::TEXT_PLAIN).body(template.content).map_err(unusable);
    }
    // With the same as text: some people read nothing else, and filters trust such mails more.
    let text = standard::text_of(&template.content);
    builder.multipart(MultiPart::alternative_plain_html(text, template.content)).map_err(unusable)
}

/// A mail server, and how it is spoken with.
struct Server<'a> {
    host: &'a str,
    port: u16,
    tls: Tls,
    patience: Duration,
    /// What this machine calls itself.
    hello: Option<ClientId>,
}

impl<'a> Server<'a> {
    fn of(config: &'a JsonObject) -> Result<Self, Error> {
        let port = config.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
        let flag = |name: &str| config.get(name).and_then(Value::as_bool) == Some(true);
        let tls = || tls::parameters(config);
        let tls = if flag("secure") {
            Tls::Wrapper(tls()?)
        } else if flag("ignoreTLS") {
            Tls::None
        } else if flag("requireTLS") {
            Tls::Required(tls()?)
        } else {
            Tls::Opportunistic(tls()?)
        };
        let name = config.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
        Ok(Self {
            host: text(config, "host"),
            port: port.ok_or_else(|| Error::InvalidConfig("`port` must be a port".to_owned()))?,
            tls,
            patience: patience(config),
            hello: name.map(|name| ClientId::Domain(name.to_owned())),
        })
    }

    fn transport(self, login: Option<Login>) -> AsyncSmtpTransport<Tokio1Executor> {
        let Self { host, port, tls, patience, hello } = self;
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(port).tls(tls).timeout(Some(patience));
        if let Some(hello) = hello {
            builder = builder.hello_name(hello);
        }
        if let Some(Login { user, secret, mechanisms }) = login {
            builder = builder.credentials(Credentials::new(user, secret)).authentication(mechanisms);
        }
        builder.build()
    }
}

/// What the configuration says, if that is less than a person waits.
fn patience(config: &JsonObject) -> Duration {
    let millis = |name: &str| config.get(name).and_then(Value::as_u64).map(Duration::from_millis);
    let own = ["connectionTimeout", "greetingTimeout", "socketTimeout"].map(millis).into_iter().flatten().min();
    own.map_or(PATIENCE, |own| own.clamp(Duration::from_millis(100), PATIENCE))
}

/// What proves who sends, and how it is said.
struct Login {
    user: String,
    secret: String,
    mechanisms: Vec<Mechanism>,
}

/// A name and a password, or a name and an access token.
async fn login(http: &Client, config: &JsonObject) -> Result<Option<Login>, Error> {
    let Some(auth) = config.get("auth").and_then(Value::as_object) else { return Ok(None) };
    let user = text(auth, "user").to_owned();
    if oauth::is_meant(auth) {
        let secret = oauth::token(http, auth).await?;
        return Ok(Some(Login { user, secret, mechanisms: vec![Mechanism::Xoauth2] }));
    }
    if user.is_empty() {
        return Ok(None);
    }
    let secret = text(auth, "pass").to_owned();
    Ok(Some(Login { user, secret, mechanisms: vec![Mechanism::Plain, Mechanism::Login] }))
}
