//! The running server: database, provider, listeners.

mod accept;
mod cleaning;
mod hosting;
pub(crate) mod indexing;
mod learning;
mod observe;
mod onward;
pub(crate) mod tls;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use avouch_api::{App, Listener, Metrics, Parts, Settings};

use avouch_crypto::{Clock, Pool};
use avouch_domain::password_policy::Breaches;
use avouch_domain::passwords::Passwords;
use avouch_model::TenantId;
use avouch_oidc::{Endpoints, Provider};
use avouch_outbound::Client;
use avouch_storage::Storage;
use avouch_store::{Location, Options, SchemaState, Store, configs};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Failure;
use crate::config::{Config, Observe, ScriptReach};

/// Signatures that may wait; past it a request is told to come back.
const SIGNING_QUEUE: usize = 4096;

/// Passwords that may wait to be hashed: some seconds of work.
const HASHING_QUEUE: usize = 256;

/// A server that serves.
#[derive(Debug)]
pub struct Running {
    /// Where tenants are reached.
    pub endpoints: Endpoints,
    /// Where the user-facing listener listens.
    pub address: SocketAddr,
    /// Where the operators' listener listens, if there is one.
    pub admin_address: Option<SocketAddr>,
    /// Where browsers are sent on to TLS, if anywhere.
    pub http_address: Option<SocketAddr>,
    /// Where figures and health are served, if anywhere.
    pub observe_address: Option<SocketAddr>,
    /// How long the start took.
    pub took: Duration,
    /// The database.
    pub store: Store,
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
}

impl Running {
    /// Removes what is over now, as happens every few minutes; answers how many rows went.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn clean(&self) -> avouch_store::Result<u64> {
        cleaning::clean(&self.store, None).await
    }

    /// Stops to accept, and waits until requests under way are answered or their time is over.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.listeners.join_next().await.is_some() {}
    }
}

/// Opens the database; a SQLite file and its folder are made if they are not there.
pub fn open(config: &Config, clock: Clock) -> Result<Store, Failure> {
    if let Location::Sqlite(path) = &config.database {
        prepare_folder(path)?;
    }
    open_existing(config, clock)
}

/// Opens a database that is there.
pub fn open_existing(config: &Config, clock: Clock) -> Result<Store, Failure> {
    if let Location::Sqlite(path) = &config.database
        && path.is_dir()
    {
        return Err(Failure::unavailable(format!("{} is a folder; DB_URL must name a file.", path.display())));
    }
    let options = Options {
        location: config.database.clone(),
        connections: config.connections,
        clock,
        sealing: config.sealing.clone(),
        has_mailbox: config.has_mailbox,
        longest_list: config.longest_list,
        username_case: config.username_case,
    };
    Store::open(&options).map_err(|error| about_database(config, &error))
}

/// Opens the place for files.
fn storage(config: &Config) -> Result<Option<Storage>, Failure> {
    let Some(setting) = &config.storage else { return Ok(None) };
    let options = config.storage_options.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
    Storage::open(setting, options).map(Some).map_err(|error| Failure::config(format!("STORAGE_URL: {error}.")))
}

fn prepare_folder(path: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| {
            Failure::unavailable(format!("The folder {} cannot be made: {error}.", folder.display()))
        })?;
    }
    // The file holds private keys: only its owner may read it. SQLite gives its side files the same rights.
    let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    opened
        .map(drop)
        .map_err(|error| Failure::unavailable(format!("The database {} cannot be opened: {error}.", path.display())))
}

pub(crate) fn about_database(config: &Config, error: &avouch_store::Error) -> Failure {
    let place = match &config.database {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => crate::config::without_credentials(url),
    };
    Failure::unavailable(format!("The database at {place} cannot be used: {}.", plain(error).trim_end_matches('.')))
}

fn plain(error: &avouch_store::Error) -> String {
    use avouch_store::Error::{Busy, Corrupt, Driver, Unavailable};
    match error {
        Busy(detail) | Unavailable(detail) | Corrupt(detail) | Driver(detail) => detail.clone(),
        other => other.to_string(),
    }
}

/// Brings the schema up to date, and writes the seeds of an empty database.
pub async fn migrate(store: &Store, config: &Config) -> Result<SchemaState, Failure> {
    let state = store.migrate(&config.seeds).await.map_err(|error| about_database(config, &error))?;
    configs::seal(store).await.map_err(|error| about_database(config, &error))?;
    Ok(state)
}

/// Where tenants are reached, given what the listeners listen on.
pub fn endpoints(config: &Config, bound: Option<(SocketAddr, Option<SocketAddr>)>) -> Endpoints {
    let scheme = if config.ends_tls() { "https" } else { "http" };
    let port = bound.map_or(config.listen, |(address, _)| address).port();
    let admin = bound.map_or(config.admin_listen, |(_, admin)| admin).map_or(port, |address| address.port());
    let local = |port: u16| format!("{scheme}://localhost:{port}");
    Endpoints {
        user: config.endpoint.clone().unwrap_or_else(|| local(port)),
        admin: config.admin_endpoint.clone().unwrap_or_else(|| local(admin)),
        by_path: config.path_based_tenants,
    }
}

/// Starts everything; answers once requests are served. The time comes from `clock`.
pub async fn start(config: &Config, clock: Clock) -> Result<Running, Failure> {
    let began = Instant::now();
    if let Some((certificate, key)) = &config.tls {
        tls::check(certificate, key)?;
    }
    // First the ports: two servers must not share a database by mistake.
    let ports = Ports::bind(config).await?;
    let address = ports.user.local_addr().map_err(|error| unbound(config.listen, "PORT", &error))?;
    let (admin_address, http_address) = (local(ports.admin.as_ref()), local(ports.plain.as_ref()));
    let store = open(config, clock)?;
    let tls = tls::Certificates::new(config, &store)?;
    migrate(&store, config).await?;
    bootstrap(&store, config).await?;

    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let signing = Pool::start("signing", cores, SIGNING_QUEUE)
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let hashing = Pool::start("hashing", cores, HASHING_QUEUE)
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let endpoints = endpoints(config, Some((address, admin_address)));
    let passwords = Passwords::new(hashing);
    let metrics = Metrics::new(passwords.made());
    let settings = Settings {
        trust_proxy: config.trust_proxy,
        status_api_key: config.status_api_key.clone(),
        key_rotation_grace_seconds: config.key_rotation_grace_seconds,
        protected_app_domain: config.protected_app_domain.clone(),
        tls: config.ends_tls(),
        injected: config.injected.clone(),
    };
    let outbound = Client::new(avouch_outbound::Options { stand_in: config.stand_in, ..config.reach.into() })
        .map_err(|error| Failure::unavailable(format!("Requests to others cannot be made: {error}.")))?;
    let breaches = config.breached_passwords_url.as_ref().map(|url| Breaches::new(outbound.clone(), url));
    let scripts = avouch_script::Scripts::start((config.scripts == ScriptReach::Others).then(|| outbound.clone()))
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let provider = Provider::new(avouch_oidc::Parts {
        store: store.clone(),
        signing,
        endpoints: endpoints.clone(),
        outbound: outbound.clone(),
        scripts,
        extensions: config.extensions.clone(),
        certificate_header: config.certificate_header.clone(),
        registration_token: config.registration_token.clone(),
    });
    let hosting = hosting::of(config, &endpoints);
    let app = App::new(Parts {
        store: store.clone(),
        provider,
        passwords: passwords.asking(breaches),
        outbound: outbound.clone(),
        storage: storage(config)?,
        hosting: hosting.clone(),
        settings,
        metrics: metrics.clone(),
    });

    let (stop, stopped) = watch::channel(false);
    let mut listeners = JoinSet::new();
    let patience = Duration::from_secs(config.shutdown_seconds);
    listeners.spawn(cleaning::run(store.clone(), config.log_retention_days, stopped.clone()));
    listeners.spawn(indexing::run(store.clone(), stopped.clone()));
    listeners.spawn(learning::run(store.clone(), stopped.clone()));
    if hosting.target.is_some() || config.domains.authority.is_some() {
        let caretaker = hosting::caretaker(config, &store, hosting, outbound.clone(), &endpoints);
        listeners.spawn(caretaker.run(stopped.clone()));
    }
    listeners.spawn(avouch_jobs::hooks::run(store.clone(), outbound, stopped.clone()));
    let observe_address = observe(config, &store, &metrics, &stopped, &mut listeners).await?;
    let onward = public_port(&endpoints.user).unwrap_or(address.port());
    for (listener, kind, onward) in ports.all(onward) {
        let tls = tls.clone().filter(|_| onward.is_none());
        let accept = accept::Accept { listener, kind, tls, onward, app: app.clone(), patience };
        listeners.spawn(accept.run(stopped.clone()));
    }
    let took = began.elapsed();
    Ok(Running { endpoints, address, admin_address, http_address, observe_address, took, store, stop, listeners })
}

/// What is listened on.
struct Ports {
    user: TcpListener,
    admin: Option<TcpListener>,
    /// Plain HTTP beside TLS.
    plain: Option<TcpListener>,
}

impl Ports {
    async fn bind(config: &Config) -> Result<Self, Failure> {
        let http = config.domains.http_port.filter(|_| config.ends_tls());
        let http = http.map(|port| SocketAddr::new(config.listen.ip(), port));
        let optional = async |address: Option<SocketAddr>, name: &str| match address {
            Some(address) => bind(address, name).await.map(Some),
            None => Ok(None),
        };
        Ok(Self {
            user: bind(config.listen, "PORT").await?,
            admin: optional(config.admin_listen, "ADMIN_PORT").await?,
            plain: optional(http, "HTTP_PORT").await?,
        })
    }

    /// Each with whom it is for, and where plain HTTP sends browsers.
    fn all(self, onward: u16) -> impl Iterator<Item = (TcpListener, Listener, Option<u16>)> {
        let admin = self.admin.map(|listener| (listener, Listener::Admin, None));
        let plain = self.plain.map(|listener| (listener, Listener::User, Some(onward)));
        [Some((self.user, Listener::User, None)), admin, plain].into_iter().flatten()
    }
}

fn local(listener: Option<&TcpListener>) -> Option<SocketAddr> {
    listener.and_then(|listener| listener.local_addr().ok())
}

/// The port of an address, given or of its scheme.
fn public_port(address: &str) -> Option<u16> {
    url::Url::parse(&address.replacen("://*.", "://", 1)).ok()?.port_or_known_default()
}

async fn bind(address: SocketAddr, name: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| unbound(address, name, &error))
}

fn unbound(address: SocketAddr, name: &str, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        std::io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
        _ => error.to_string(),
    };
    Failure::unavailable(format!("{address} cannot be listened on: {why}. Set {name} to a free port."))
}

/// Makes sure of the credential that an unattended installation asks for.
async fn bootstrap(store: &Store, config: &Config) -> Result<(), Failure> {
    let Some(wanted) = &config.bootstrap else { return Ok(()) };
    let id = TenantId::new(wanted.tenant.as_str());
    if !avouch_store::tenants::exists(store, &id).await? {
        return Err(Failure::config(format!("BOOTSTRAP_M2M_TENANT: there is no tenant `{id}`.")));
    }
    let credential = avouch_domain::bootstrap::machine(&store.tenant(&id), &wanted.name, &wanted.given).await?;
    tracing::info!(application = %credential.id, "the bootstrap application is there");
    Ok(())
}

async fn observe(
    config: &Config,
    store: &Store,
    metrics: &Metrics,
    stopped: &watch::Receiver<bool>,
    listeners: &mut JoinSet<()>,
) -> Result<Option<SocketAddr>, Failure> {
    let listener = match config.observe {
        Observe::Off => return Ok(None),
        Observe::At(address) => bind(address, "OBSERVE_ADDRESS").await?,
        Observe::IfFree(address) => match TcpListener::bind(address).await {
            Ok(listener) => listener,
            Err(error) => {
                tracing::info!(%error, "no figures are served: {address} is not free; set OBSERVE_ADDRESS to have them");
                return Ok(None);
            }
        },
    };
    let address = listener.local_addr().ok();
    listeners.spawn(observe::run(listener, store.clone(), metrics.clone(), stopped.clone()));
    Ok(address)
}
