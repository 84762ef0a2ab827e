//! Connection URLs, with the TLS words of `libpq`.

use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use crate::{Error, Result};

/// How far the server's certificate is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Encrypted, but not verified: `sslmode` of `prefer`, `require` or `no-verify`.
    Any,
    /// Verified against the system's authorities, or those in a file: `sslmode` of `verify-ca` or `verify-full`.
    Verified(Option<PathBuf>),
}

/// Reads a `postgres://` URL.
pub(super) fn parse(address: &str) -> Result<(Config, Trust)> {
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let (mut kept, mut mode, mut root) = (Vec::new(), None, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value.to_owned()),
            Some(("sslrootcert", value)) => root = Some(PathBuf::from(value.replace("%2F", "/"))),
            _ => kept.push(pair),
        }
    }
    let (mode, trust) = match mode.as_deref() {
        Some("disable") => (SslMode::Disable, Trust::Any),
        None | Some("allow" | "prefer") => (SslMode::Prefer, Trust::Any),
        Some("require" | "no-verify") => (SslMode::Require, Trust::Any),
        Some("verify-ca" | "verify-full") => (SslMode::Require, Trust::Verified(root)),
        Some(other) => {
            return Err(Error::Unavailable(format!(
                "sslmode={other} is not known; use disable, prefer, require, verify-ca or verify-full"
            )));
        }
    };
    let address = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
    let mut config: Config = address.parse().map_err(|_| {
        Error::Unavailable("this is not a PostgreSQL URL; write postgres://user:password@host:5432/database".to_owned())
    })?;
    config.ssl_mode(mode);
    Ok((config, trust))
}

#[cfg(test)]
mod tests {
    use tokio_postgres::config::SslMode;

    use super::{Trust, parse};

    #[test]
    fn reads_the_words_of_libpq() {
        let (config, trust) =
            parse("postgres://u:p@h:5433/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=5").unwrap();
        assert_eq!(config.get_ssl_mode(), SslMode::Require);
        assert_eq!(trust, Trust::Verified(Some("/ca.pem".into())));
        assert_eq!(config.get_dbname(), Some("d"));
        assert_eq!(config.get_connect_timeout().map(std::time::Duration::as_secs), Some(5));
        assert_eq!(parse("postgres://h/d?sslmode=no-verify").unwrap().1, Trust::Any);
        assert!(parse("postgres://h/d?sslmode=maybe").is_err());
        assert!(parse("postgres://h:port/d").is_err());
    }

    #[test]
    fn never_repeats_a_password() {
        let failure = parse("postgres://u:s3cret@h:port/d").unwrap_err();
        assert!(!failure.to_string().contains("s3cret"));
    }
}
