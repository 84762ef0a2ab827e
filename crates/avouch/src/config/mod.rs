//! Settings, from the environment and an optional TOML file, checked before anything starts.

pub(crate) mod certificates;
mod provider;
mod reader;
mod settings;
mod sources;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use avouch_api::InjectedHeaders;
use avouch_crypto::{SealingKey, Secret};
use avouch_oidc::Extensions;
use avouch_outbound::Reach;
use avouch_store::{Location, SeedOptions, UsernameCase};

pub use certificates::Domains;
pub use settings::{SETTINGS, Setting};
pub use sources::Sources;

use crate::Failure;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database: Location,
    /// Readers of SQLite, or connections to PostgreSQL.
    pub connections: usize,
    /// Where users are served.
    pub listen: SocketAddr,
    /// Where operators are served, unless that is switched off.
    pub admin_listen: Option<SocketAddr>,
    /// The address that users reach, if it is not the listener's own.
    pub endpoint: Option<String>,
    /// The address that operators reach, if it is not the listener's own.
    pub admin_endpoint: Option<String>,
    /// Whether other tenants are reached by the first segment of the path.
    pub path_based_tenants: bool,
    /// Certificate and key, if TLS ends here.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Custom domains and their certificates.
    pub domains: Domains,
    /// Whether `X-Forwarded-*` headers are believed.
    pub trust_proxy: bool,
    /// Headers by which a proxy tells where browsers are.
    pub injected: InjectedHeaders,
    /// Where it is known which passwords were stolen somewhere.
    pub breached_passwords_url: Option<String>,
    /// The key that lets `GET /api/status` name the tenant.
    pub status_api_key: Option<Secret>,
    /// Where files are kept, if anywhere.
    pub storage: Option<String>,
    /// What the provider of that place is told: its own variables, in small letters.
    pub storage_options: Vec<(String, Secret)>,
    /// What keys are encrypted with in the database.
    pub sealing: Option<SealingKey>,
    /// Whether messages that no connector sends are shown to whoever tries the server out.
    pub has_mailbox: bool,
    /// How long a page of a list may take the database.
    pub longest_list: Duration,
    /// Whether upper and lower case of user names differ.
    pub username_case: UsernameCase,
    /// What the provider does beyond what compatible software does.
    pub extensions: Extensions,
    /// What opens the registration of clients; it is closed without.
    pub registration_token: Option<Secret>,
    /// The header that a trusted proxy writes a client's certificate to.
    pub certificate_header: Option<String>,
    /// How far scripts reach.
    pub scripts: ScriptReach,
    /// How far requests to others go.
    pub reach: Reach,
    /// Where requests to others go instead, in tests; no setting sets it.
    pub stand_in: Option<SocketAddr>,
    /// Seconds for which a new signing key is published before it signs.
    pub key_rotation_grace_seconds: Option<i64>,
    /// The domain below which protected applications live.
    pub protected_app_domain: Option<String>,
    /// After how many days audit entries go.
    pub log_retention_days: Option<i64>,
    /// Where figures and health are served.
    pub observe: Observe,
    /// Where traces go.
    pub otlp_endpoint: Option<String>,
    /// What is logged.
    pub log_level: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Keys that the first start uses instead of new ones.
    pub seeds: SeedOptions,
    /// A credential that an unattended installation asks for.
    pub bootstrap: Option<Bootstrap>,
    /// Seconds that requests under way get when the server is told to stop.
    pub shutdown_seconds: u64,
    /// Settings that have no effect, each with the reason.
    pub notes: Vec<String>,
}

/// How far scripts reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptReach {
    /// What they are given.
    Nothing,
    /// Others, by requests, as far as any request of the server goes.
    Others,
}

/// Where figures and health are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observe {
    /// Nowhere.
    Off,
    /// At the usual address, if nobody else has it.
    IfFree(SocketAddr),
    /// At this address.
    At(SocketAddr),
}

/// How logs look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person at a terminal.
    Pretty,
    /// A JSON object a line.
    Json,
}

/// A credential that an unattended installation asks for.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    /// Name of the application.
    pub name: String,
    /// Tenant.
    pub tenant: String,
    /// Identifier and secret, where they are given.
    pub given: avouch_domain::bootstrap::Given,
}

impl Config {
    /// Reads and checks the settings.
    pub fn load(sources: &Sources) -> Result<Self, Failure> {
        let reader = reader::Reader::new(sources);
        let host = reader.parse("HOST", "an IP address such as 0.0.0.0")?.unwrap_or_else(|| [0, 0, 0, 0].into());
        let port = reader.parse::<u16>("PORT", "a port")?.unwrap_or(3001);
        let admin_port = reader.parse::<u16>("ADMIN_PORT", "a port")?.unwrap_or(3002);
        let admin_off = reader.flag("ADMIN_DISABLE_LOCALHOST")?;
        let endpoint = reader.address("ENDPOINT", true)?;
        let admin_endpoint = reader.address("ADMIN_ENDPOINT", false)?;
        if port != 0 && port == admin_port && !admin_off {
            return Err(Failure::config("PORT and ADMIN_PORT are the same; give each listener its own port."));
        }
        Ok(Self {
            database: reader.database()?,
            connections: reader.connections()?,
            listen: SocketAddr::new(host, port),
            admin_listen: (!admin_off).then_some(SocketAddr::new(host, admin_port)),
            domains: Domains::load(&reader, endpoint.as_deref())?,
            endpoint,
            admin_endpoint,
            path_based_tenants: reader.flag("PATH_BASED_TENANTS")?,
            tls: reader.tls()?,
            trust_proxy: reader.flag("TRUST_PROXY_HEADER")?,
            injected: reader
                .parse("INJECTED_HEADER_MAPPING_JSON", "a JSON object such as {\"country\":\"cf-ipcountry\"}")?
                .unwrap_or_default(),
            breached_passwords_url: reader.url("BREACHED_PASSWORDS_URL")?,
            status_api_key: reader.text("STATUS_API_KEY").map(Secret::new),
            key_rotation_grace_seconds: reader.parse("PRIVATE_KEY_ROTATION_GRACE_PERIOD", "a number of seconds")?,
            protected_app_domain: reader.domain("PROTECTED_APP_DOMAIN")?,
            storage: reader.text("STORAGE_URL"),
            storage_options: reader.storage_options(),
            sealing: reader.sealing()?,
            has_mailbox: reader.mailbox()?,
            longest_list: Duration::from_millis(
                reader.parse("LIST_TIMEOUT_MS", "a number of milliseconds")?.unwrap_or(10_000),
            ),
            username_case: if reader.flag_or("CASE_SENSITIVE_USERNAME", true)? {
                UsernameCase::AsPolicySays
            } else {
                UsernameCase::Ignored
            },
            extensions: reader.extensions()?,
            registration_token: reader.registration_token()?,
            certificate_header: reader.certificate_header()?,
            scripts: if reader.flag("SCRIPT_NETWORK")? { ScriptReach::Others } else { ScriptReach::Nothing },
            reach: if reader.flag("OUTBOUND_PUBLIC_ONLY")? { Reach::Public } else { Reach::Private },
            stand_in: None,
            observe: reader.observe()?,
            otlp_endpoint: reader.otlp()?,
            log_level: reader.text("LOG_LEVEL").unwrap_or_else(|| "info".to_owned()),
            log_format: reader.log_format()?,
            seeds: reader.seeds()?,
            bootstrap: reader.bootstrap()?,
            log_retention_days: reader.days("LOG_RETENTION_DAYS")?,
            shutdown_seconds: reader.parse("SHUTDOWN_SECONDS", "a number of seconds")?.unwrap_or(25),
            notes: reader.notes(),
        })
    }

    /// Whether TLS ends here.
    pub fn ends_tls(&self) -> bool {
        self.tls.is_some() || self.domains.are_certified()
    }

    /// The settings for people, without a secret.
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let database = match &self.database {
            Location::Sqlite(path) => format!("SQLite at {}", path.display()),
            Location::Postgres(url) => format!("PostgreSQL at {}", without_credentials(url)),
        };
        let yes_no = |value: bool| if value { "yes" } else { "no" }.to_owned();
        vec![
            ("database", database),
            ("tls", yes_no(self.ends_tls())),
            (
                "custom domains point to",
                self.domains.target.clone().unwrap_or_else(|| "(none can be added)".to_owned()),
            ),
            ("trust proxy headers", yes_no(self.trust_proxy)),
            ("status key", if self.status_api_key.is_some() { "set" } else { "not set" }.to_owned()),
            ("log level", self.log_level.clone()),
        ]
    }
}

/// A URL without user, password and parameters.
pub fn without_credentials(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return "(an unreadable address)".to_owned() };
    if parsed.set_password(None).and_then(|()| parsed.set_username("")).is_err() {
        return "(an address without a host)".to_owned();
    }
    parsed.set_query(None);
    parsed.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Config, Sources, without_credentials};

    fn load(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(&Sources::new(pairs.collect(), None).unwrap()).map_err(|failure| failure.message)
    }

    #[test]
    fn defaults_are_those_of_a_laptop() {
        let config = load(&[]).unwrap();
        assert_eq!(config.listen.port(), 3001);
        assert_eq!(config.admin_listen.unwrap().port(), 3002);
        assert!(!config.trust_proxy);
    }

    #[test]
    fn errors_name_the_key() {
        for (name, value) in [
            ("PORT", "http"),
            ("PORT", "70000"),
            ("HOST", "localhost"),
            ("DB_URL", "mysql://x"),
            ("ENDPOINT", "id.example.com"),
            ("ENDPOINT", "https://id.example.com/path?query"),
            ("TRUST_PROXY_HEADER", "maybe"),
            ("DATABASE_POOL_SIZE", "0"),
            ("LOG_FORMAT", "xml"),
            ("HTTPS_CERT_PATH", "/only/one"),
            ("CUSTOM_DOMAIN_TARGET", "localhost"),
            ("DNS_SERVER", "ns.example.com"),
            ("HTTP_PORT", "http"),
            ("ACME_DIRECTORY_URL", "letsencrypt"),
            ("ACME_EMAIL", "me@example.com"),
            ("ACME_EAB_KEY_ID", "without-a-key"),
            ("OBSERVE_ADDRESS", "x"),
            ("OIDC_PRIVATE_KEYS", "not a key"),
            ("OIDC_PRIVATE_KEY_PATHS", "/does/not/exist"),
            ("SECRET_VAULT_KEK", "short"),
            ("DEVELOPMENT_MAILBOX", "perhaps"),
            ("CASE_SENSITIVE_USERNAME", "perhaps"),
            ("BOOTSTRAP_M2M_ID", "without-a-name"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://x"),
        ] {
            let message = load(&[(name, value)]).unwrap_err();
            assert!(message.contains(name), "{name}: {message}");
        }
    }

    #[test]
    fn a_trial_is_nobody_elses_server() {
        let on = ("DEVELOPMENT_MAILBOX", "true");
        assert!(load(&[on]).unwrap().has_mailbox && !load(&[]).unwrap().has_mailbox);
        assert!(load(&[on, ("ENDPOINT", "http://localhost:3001")]).unwrap().has_mailbox);
        for (name, address) in [("ENDPOINT", "https://id.example.com"), ("ADMIN_ENDPOINT", "http://10.0.0.1:3002")] {
            let message = load(&[on, (name, address)]).unwrap_err();
            assert!(message.contains("DEVELOPMENT_MAILBOX") && message.contains(name), "{message}");
        }
        let proxied = load(&[on, ("TRUST_PROXY_HEADER", "true")]).unwrap_err();
        assert!(proxied.contains("TRUST_PROXY_HEADER"), "{proxied}");
    }

    #[test]
    fn the_summary_has_no_secret() {
        let config =
            load(&[("DB_URL", "postgres://u:s3cret@h/d?sslmode=disable"), ("STATUS_API_KEY", "s3cret")]).unwrap();
        let text = format!("{:?} {config:?}", config.summary());
        assert!(!text.replace("postgres://u:s3cret@h", "").contains("s3cret"), "{text}");
        assert_eq!(without_credentials("postgres://u:s3cret@h/d?x=1"), "postgres://h/d");
    }
}
