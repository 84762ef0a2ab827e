//! Mail that leaves by one of this machine's addresses (`localAddress`), such as the one that receivers know. The
//! library's connections that stay open cannot be told that, so each mail has one of its own.

use std::net::IpAddr;

use avouch_shape::{Issue, Issues, JsonObject, Path};
use lettre::Message as Mail;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls};

use super::{Login, Server};
use crate::config::text;

const NAME: &str = "localAddress";

/// The address must be one.
pub(super) fn rule(config: &JsonObject, issues: &mut Issues) {
    let own = text(config, NAME);
    if !own.is_empty() && own.parse::<IpAddr>().is_err() {
        issues.push(Issue::custom("must be an IP address of this machine", &Path::Key(&Path::Root, NAME)));
    }
}

/// The address, if there is one.
pub(super) fn address(config: &JsonObject) -> Option<IpAddr> {
    text(config, NAME).parse().ok()
}

/// Sends a mail from an address of this machine.
pub(super) async fn send(
    from: IpAddr,
    server: Server<'_>,
    login: Option<Login>,
    mail: &Mail,
) -> Result<(), smtp::Error> {
    let Server { host, port, tls, patience, hello } = server;
    let hello = hello.unwrap_or_default();
    let from_the_start = if let Tls::Wrapper(parameters) = &tls { Some(parameters.clone()) } else { None };
    let connected =
        AsyncSmtpConnection::connect_tokio1((host, port), Some(patience), &hello, from_the_start, Some(from));
    let mut connection = connected.await?;
    match tls {
        Tls::Required(parameters) => connection.starttls(parameters, &hello).await?,
        Tls::Opportunistic(parameters) if connection.can_starttls() => connection.starttls(parameters, &hello).await?,
        Tls::Opportunistic(_) | Tls::Wrapper(_) | Tls::None => {}
    }
    if let Some(Login { user, secret, mechanisms }) = login {
        connection.auth(&mechanisms, &Credentials::new(user, secret)).await?;
    }
    connection.send(mail.envelope(), &mail.formatted()).await?;
    // The mail is gone, however they part.
    drop(connection.quit().await);
    Ok(())
}
