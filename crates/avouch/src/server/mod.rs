//! The running server: database, provider, listeners.

mod accept;
mod cleaning;
pub(crate) mod indexing;
mod observe;
pub(crate) mod tls;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use avouch_api::{App, Listener, Metrics, Parts, Settings};

use avouch_crypto::{Clock, Pool};
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
use crate::config::{Config, Observe};

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
    let scheme = if config.tls.is_some() { "https" } else { "http" };
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
    let tls = config.tls.as_ref().map(|(certificate, key)| tls::acceptor(certificate, key)).transpose()?;
    // First the ports: two servers must not share a database by mistake.
    let user = bind(config.listen, "PORT").await?;
    let admin = match config.admin_listen {
        Some(address) => Some(bind(address, "ADMIN_PORT").await?),
        None => None,
    };
    let address = user.local_addr().map_err(|error| unbound(config.listen, "PORT", &error))?;
    let admin_address = admin.as_ref().and_then(|listener| listener.local_addr().ok());
    let store = open(config, clock)?;
    migrate(&store, config).await?;
    bootstrap(&store, config).await?;

    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let signing = Pool::start("signing", cores, SIGNING_QUEUE)
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let hashing = Pool::start("hashing", cores, HASHING_QUEUE)
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let endpoints = endpoints(config, Some((address, admin_address)));
    let metrics = Metrics::default();
    let settings = Settings {
        trust_proxy: config.trust_proxy,
        status_api_key: config.status_api_key.clone(),
        key_rotation_grace_seconds: config.key_rotation_grace_seconds,
        protected_app_domain: config.protected_app_domain.clone(),
        tls: tls.is_some(),
    };
    let outbound = Client::new(avouch_outbound::Options { stand_in: config.stand_in, ..config.reach.into() })
        .map_err(|error| Failure::unavailable(format!("Requests to others cannot be made: {error}.")))?;
    let scripts = avouch_script::Scripts::start()
        .map_err(|error| Failure::unavailable(format!("No thread can be started: {error}.")))?;
    let provider = Provider::new(avouch_oidc::Parts {
        store: store.clone(),
        signing,
        endpoints: endpoints.clone(),
        outbound: outbound.clone(),
        scripts,
        extensions: config.extensions.clone(),
    });
    let app = App::new(Parts {
        store: store.clone(),
        provider,
        passwords: Passwords::new(hashing),
        outbound: outbound.clone(),
        storage: storage(config)?,
        settings,
        metrics: metrics.clone(),
    });

    let (stop, stopped) = watch::channel(false);
    let mut listeners = JoinSet::new();
    let patience = Duration::from_secs(config.shutdown_seconds);
    listeners.spawn(cleaning::run(store.clone(), config.log_retention_days, stopped.clone()));
    listeners.spawn(indexing::run(store.clone(), stopped.clone()));
    listeners.spawn(avouch_jobs::hooks::run(store.clone(), outbound, stopped.clone()));
    let observe_address = observe(config, &store, &metrics, &stopped, &mut listeners).await?;
    for (listener, kind) in [(Some(user), Listener::User), (admin, Listener::Admin)] {
        if let Some(listener) = listener {
            let accept = accept::Accept { listener, kind, tls: tls.clone(), app: app.clone(), patience };
            listeners.spawn(accept.run(stopped.clone()));
        }
    }
    Ok(Running { endpoints, address, admin_address, observe_address, took: began.elapsed(), store, stop, listeners })
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
