//! Mail, a service a file.

pub(crate) mod aliyun_direct_mail;
pub(crate) mod aws_ses;
pub(crate) mod http_email;
pub(crate) mod logto_email;
pub(crate) mod mailgun;
pub(crate) mod mailjunky;
pub(crate) mod postmark;
pub(crate) mod sendgrid;
pub(crate) mod smtp;
pub(crate) mod smtp2go;

/// A sender with a name, if there is one. What has a meaning in such a text is left out of the name.
fn named(name: &str, address: &str) -> String {
    let name = name.replace(['<', '>', '"', ',', '\r', '\n'], "");
    if name.is_empty() { address.to_owned() } else { format!("{name} <{address}>") }
}

/// Whether a text looks like an e-mail address.
pub(crate) fn is_address(text: &str) -> bool {
    let mut parts = text.split('@');
    let (name, host) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let inner = host.trim_matches('.');
    let is_host = inner.contains('.') && inner.len() == host.len();
    !name.is_empty() && is_host && parts.next().is_none() && !text.contains(char::is_whitespace)
}
