//! How the text of settings is read.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use avouch_crypto::Secret;
use avouch_crypto::jose::SigningKey;
use avouch_domain::bootstrap::Given;
use avouch_store::{Location, SeedOptions};
use url::Url;

use super::{Bootstrap, LogFormat, Observe, SETTINGS, Sources};
use crate::Failure;

/// Reads settings; errors name them.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        debug_assert!(SETTINGS.iter().any(|setting| setting.name == name), "{name} is not listed");
        self.sources.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(ToOwned::to_owned)
    }

    pub(super) fn parse<T: FromStr>(&self, name: &str, wanted: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Failure::config(format!("{name} must be {wanted}, not `{text}`.")))
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Failure> {
        self.flag_or(name, false)
    }

    /// Yes or no; what it is unless it is set.
    pub(super) fn flag_or(&self, name: &str, default: bool) -> Result<bool, Failure> {
        match self.get(name).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(default),
            Some("false" | "0" | "no" | "n" | "off") => Ok(false),
            Some("true" | "1" | "yes" | "y" | "on") => Ok(true),
            Some(_) => Err(Failure::config(format!("{name} must be true or false."))),
        }
    }

    /// A host name of letters, digits, hyphens and dots.
    pub(super) fn domain(&self, name: &str) -> Result<Option<String>, Failure> {
        let Some(text) = self.get(name).map(|text| text.trim_end_matches('.').to_ascii_lowercase()) else {
            return Ok(None);
        };
        let fits = |label: &str| {
            let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
        };
        if text.len() > 189 || !text.split('.').all(fits) {
            return Err(Failure::config(format!("{name} must be a domain such as apps.example.com, not `{text}`.")));
        }
        Ok(Some(text))
    }

    /// An address, with a path where a proxy has other things beside this server; `*.` may stand in front of the host
    /// where tenants have hosts of their own.
    pub(super) fn address(&self, name: &str, wildcard: bool) -> Result<Option<String>, Failure> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong =
            || Failure::config(format!("{name} must be an address such as https://id.example.com, not `{text}`."));
        let url = Url::parse(text).map_err(|_| wrong())?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let (host, path) = split(text.trim_end_matches('/'));
        let plain = plain && url.path().trim_end_matches('/') == path && path.split('/').skip(1).all(is_segment);
        let stars = text.matches('*').count();
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || !plain {
            return Err(wrong());
        }
        if stars > 0 && !(wildcard && stars == 1 && text.contains("://*.")) {
            return Err(wrong());
        }
        Ok(Some(format!("{}{path}", host.to_ascii_lowercase())))
    }

    /// An address with a path.
    pub(super) fn url(&self, name: &str) -> Result<Option<String>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let is_fine = Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let wrong = || Failure::config(format!("{name} must be an address such as https://example.com, not `{text}`."));
        is_fine.then(|| text.clone()).ok_or_else(wrong).map(Some)
    }

    pub(super) fn database(&self) -> Result<Location, Failure> {
        let Some(url) = self.get("DB_URL") else {
            let folder = PathBuf::from(self.get("DATA_DIR").unwrap_or("data"));
            return Ok(Location::Sqlite(folder.join("avouch.db")));
        };
        if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            let path = path.split('?').next().unwrap_or_default();
            if path.is_empty() || path.starts_with(':') {
                return Err(Failure::config("DB_URL must name a file, such as sqlite://data/avouch.db."));
            }
            return Ok(Location::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Location::Postgres(url.to_owned()));
        }
        Err(Failure::config("DB_URL must begin with sqlite:// or postgres://."))
    }

    pub(super) fn connections(&self) -> Result<usize, Failure> {
        let wanted = "a number from 1 to 1000";
        let mut set = None;
        for name in ["DATABASE_POOL_SIZE", "DATABASE_POOL_MAX"] {
            let own = self.parse::<usize>(name, wanted)?;
            if own.is_some_and(|size| !(1..=1000).contains(&size)) {
                return Err(Failure::config(format!("{name} must be {wanted}.")));
            }
            set = set.or(own);
        }
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(set.unwrap_or(match self.database()? {
            Location::Sqlite(_) => cores.min(4),
            Location::Postgres(_) => 20,
        }))
    }

    pub(super) fn tls(&self) -> Result<Option<(PathBuf, PathBuf)>, Failure> {
        match (self.get("HTTPS_CERT_PATH"), self.get("HTTPS_KEY_PATH")) {
            (Some(certificate), Some(key)) => Ok(Some((certificate.into(), key.into()))),
            (None, None) => Ok(None),
            _ => Err(Failure::config("HTTPS_CERT_PATH and HTTPS_KEY_PATH go together; set both or neither.")),
        }
    }

    pub(super) fn observe(&self) -> Result<Observe, Failure> {
        match self.get("OBSERVE_ADDRESS") {
            None => Ok(Observe::IfFree(SocketAddr::from(([127, 0, 0, 1], 3003)))),
            Some("off") => Ok(Observe::Off),
            Some(_) => {
                let address = self.parse("OBSERVE_ADDRESS", "an address such as 127.0.0.1:3003, or `off`")?;
                Ok(address.map_or(Observe::Off, Observe::At))
            }
        }
    }

    pub(super) fn otlp(&self) -> Result<Option<String>, Failure> {
        match self.get("OTEL_EXPORTER_OTLP_ENDPOINT") {
            None => Ok(None),
            Some(url) if url.starts_with("http://") => Ok(Some(url.trim_end_matches('/').to_owned())),
            Some(_) => Err(Failure::config(
                "OTEL_EXPORTER_OTLP_ENDPOINT must begin with http://; put a collector beside the server where TLS is needed.",
            )),
        }
    }

    pub(super) fn log_format(&self) -> Result<LogFormat, Failure> {
        use std::io::IsTerminal as _;
        match self.get("LOG_FORMAT") {
            Some("pretty") => Ok(LogFormat::Pretty),
            Some("json") => Ok(LogFormat::Json),
            Some(_) => Err(Failure::config("LOG_FORMAT must be `pretty` or `json`.")),
            None => Ok(if std::io::stderr().is_terminal() { LogFormat::Pretty } else { LogFormat::Json }),
        }
    }

    /// A number of days, at least one.
    pub(super) fn days(&self, name: &str) -> Result<Option<i64>, Failure> {
        let days = self.parse::<i64>(name, "a number of days")?;
        if days.is_some_and(|days| days < 1) {
            return Err(Failure::config(format!("{name} is less than a day; leave it out to keep everything.")));
        }
        Ok(days)
    }

    pub(super) fn seeds(&self) -> Result<SeedOptions, Failure> {
        let mut private_keys = Vec::new();
        for text in self.list("OIDC_PRIVATE_KEYS") {
            private_keys.push(key("OIDC_PRIVATE_KEYS", &text)?);
        }
        for path in self.list("OIDC_PRIVATE_KEY_PATHS") {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Failure::config(format!("OIDC_PRIVATE_KEY_PATHS: {path} cannot be read: {error}.")))?;
            private_keys.push(key("OIDC_PRIVATE_KEY_PATHS", &text)?);
        }
        if private_keys.len() > 2 {
            return Err(Failure::config(
                "OIDC_PRIVATE_KEYS takes at most two keys: the current one and the previous one.",
            ));
        }
        Ok(SeedOptions { private_keys, cookie_keys: self.list("OIDC_COOKIE_KEYS") })
    }

    /// Values separated by commas, or a JSON array.
    fn list(&self, name: &str) -> Vec<String> {
        let text = self.get(name).unwrap_or_default();
        serde_json::from_str(text).unwrap_or_else(|_| {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned).collect()
        })
    }

    pub(super) fn bootstrap(&self) -> Result<Option<Bootstrap>, Failure> {
        let given =
            Given { id: self.text("BOOTSTRAP_M2M_ID"), secret: self.text("BOOTSTRAP_M2M_SECRET").map(Secret::new) };
        if given.id.as_ref().is_some_and(|id| id.len() > 21) {
            return Err(Failure::config("BOOTSTRAP_M2M_ID can have at most 21 characters."));
        }
        if given.secret.as_ref().is_some_and(|secret| !(16..=64).contains(&secret.expose().len())) {
            return Err(Failure::config("BOOTSTRAP_M2M_SECRET must have 16 to 64 characters."));
        }
        let Some(name) = self.text("BOOTSTRAP_M2M_NAME") else {
            if given.id.is_some() || given.secret.is_some() {
                return Err(Failure::config("BOOTSTRAP_M2M_ID and BOOTSTRAP_M2M_SECRET need BOOTSTRAP_M2M_NAME."));
            }
            return Ok(None);
        };
        let tenant = self.text("BOOTSTRAP_M2M_TENANT").unwrap_or_else(|| "default".to_owned());
        Ok(Some(Bootstrap { name, tenant, given }))
    }

    /// The variables of providers of storage.
    pub(super) fn storage_options(&self) -> Vec<(String, Secret)> {
        let theirs = self.sources.beginning(&["AWS_", "AZURE_", "GOOGLE_"]);
        theirs.map(|(name, value)| (name.to_ascii_lowercase(), Secret::new(value))).collect()
    }

    /// Whether messages are shown in place of being sent: never where others come.
    pub(super) fn mailbox(&self) -> Result<bool, Failure> {
        if !self.flag("DEVELOPMENT_MAILBOX")? {
            return Ok(false);
        }
        for name in ["ENDPOINT", "ADMIN_ENDPOINT"] {
            let host = self.get(name).and_then(|text| Url::parse(text).ok()?.host_str().map(ToOwned::to_owned));
            if host.is_some_and(|host| !matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")) {
                return Err(Failure::config(format!(
                    "DEVELOPMENT_MAILBOX shows codes and goes with localhost only, but {name} is another address; remove one of them."
                )));
            }
        }
        if self.flag("TRUST_PROXY_HEADER")? {
            return Err(Failure::config(
                "DEVELOPMENT_MAILBOX shows codes and does not go with TRUST_PROXY_HEADER; remove one of them.",
            ));
        }
        Ok(true)
    }

    /// Settings that have no effect, each with the reason.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.get("REDIS_URL").is_some() {
            notes.push("REDIS_URL has no effect: nodes tell each other of changes through PostgreSQL.".to_owned());
        }
        if self.get("DISABLE_LOCALHOST").is_some() {
            notes.push(
                "DISABLE_LOCALHOST has no effect: the server is known by ENDPOINT only, once that is set.".to_owned(),
            );
        }
        notes
    }
}

/// A private key in PEM form, or the base64 of that.
fn key(name: &str, text: &str) -> Result<String, Failure> {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let decoded = || BASE64_STANDARD.decode(text.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pem = if text.contains("-----BEGIN") { text.replace("\\n", "\n") } else { decoded().unwrap_or_default() };
    SigningKey::from_pem(&pem).map_err(|error| Failure::config(format!("{name}: {error}.")))?;
    Ok(pem)
}

/// An address up to its host, and its path.
fn split(address: &str) -> (&str, &str) {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| host + at);
    address.split_at_checked(end).unwrap_or((address, ""))
}

/// Paths that are the server's own: no address may begin with them, because many proxies take the address's path off.
const OWN: [&str; 6] = ["api", "oidc", "account", "sign-in", "register", ".well-known"];

/// Part of the path of an address; it says the same however it is encoded.
fn is_segment(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    !text.is_empty() && plain && !text.starts_with("..") && !OWN.contains(&text)
}
