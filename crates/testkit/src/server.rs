//! A server inside the test's own process.

use std::collections::HashMap;

use avouch::config::{Config, Sources};
use avouch::server::Running;
use avouch_crypto::Clock;
use avouch_model::TenantId;
use avouch_store::Tenant;
use serde_json::Value;

use crate::client::Client;
use crate::database::{Database, Place};

/// Identifier of the application that tests manage a tenant with.
const APP: &str = "test0management0app00";
/// Its secret.
const SECRET: &str = "test-management-secret";

/// Name of what [`Server::with`] takes beside settings: the address that requests to others go to instead.
pub const STAND_IN: &str = "stand-in";

/// A server and its database.
#[derive(Debug)]
pub struct Server {
    running: Running,
    /// Where the time comes from; held where the test asked for it.
    pub clock: Clock,
    /// The database. Last, so that it goes after the server.
    pub place: Place,
}

impl Server {
    /// A server on an empty database.
    pub async fn start(kind: Database) -> Self {
        Self::on(Place::prepared(kind).await, &[], Clock::System).await
    }

    /// A server on an empty database whose clock is held.
    pub async fn held(kind: Database) -> Self {
        Self::held_with(kind, &[]).await
    }

    /// The same with further settings.
    pub async fn with(kind: Database, settings: &[(&str, &str)]) -> Self {
        Self::on(Place::make(kind).await, settings, Clock::System).await
    }

    /// The same whose clock is held.
    pub async fn held_with(kind: Database, settings: &[(&str, &str)]) -> Self {
        Self::on(Place::prepared(kind).await, settings, Clock::held(Clock::System.now())).await
    }

    /// A server on a database that is there, with a clock.
    pub async fn on(place: Place, settings: &[(&str, &str)], clock: Clock) -> Self {
        let Node { running } = Node::start(&place, settings, clock.clone()).await;
        Self { running, clock, place }
    }

    /// A further node on this server's database.
    pub async fn join(&self, settings: &[(&str, &str)]) -> Node {
        Node::start(&self.place, settings, self.clock.clone()).await
    }

    /// Anyone at the user-facing listener.
    pub fn anonymous(&self) -> Client {
        Client::new(&base(self.running.address.port()))
    }

    /// A fresh browser.
    pub fn browser(&self) -> crate::Browser {
        crate::Browser::new(self.anonymous())
    }

    /// Anyone at the operators' listener.
    pub fn anonymous_admin(&self) -> Client {
        Client::new(&base(self.running.admin_address.expect("there is an operators' listener").port()))
    }

    /// Someone who may manage the default tenant.
    pub async fn management(&self) -> Client {
        manager(&self.anonymous()).await
    }

    /// The same through a client of the test's own, such as one that speaks TLS.
    pub async fn management_through(&self, client: &Client) -> Client {
        manager(client).await
    }

    /// What the server tells of itself, for Prometheus; it needs `OBSERVE_ADDRESS`.
    pub async fn figures(&self) -> String {
        let address = self.running.observe_address.expect("there is an address for figures");
        Client::new(&base(address.port())).get("/metrics").await.expect(200).text()
    }

    /// Anyone at the port that sends browsers on to TLS.
    pub fn anonymous_plain(&self) -> Client {
        Client::new(&base(self.running.http_address.expect("there is a port for plain HTTP").port()))
    }

    /// The identifier of the application that [`Server::management`] uses, and its secret.
    pub fn credential(&self) -> (&'static str, &'static str) {
        (APP, SECRET)
    }

    /// A tenant's rows beneath the API, to make or see what no operation shows.
    pub fn tenant(&self, id: &str) -> Tenant {
        self.running.store.tenant(&TenantId::new(id))
    }

    /// Removes what is over at the server's time; answers how many rows went.
    pub async fn clean(&self) -> u64 {
        self.running.clean().await.expect("the database can be used")
    }

    /// When the audit entries of the default tenant were made, oldest first.
    pub async fn logs_by_time(&self) -> Vec<i64> {
        use avouch_store::Read as _;
        let sql = "select created_at from logs where tenant_id = $1 order by created_at";
        let rows: Vec<(avouch_model::Timestamp,)> =
            self.tenant("default").fetch(sql.into(), Vec::new()).await.expect("entries can be read");
        rows.into_iter().map(|(time,)| time.millis()).collect()
    }

    /// Audit entries of the default tenant, oldest first.
    pub async fn logs(&self) -> Vec<Value> {
        use avouch_store::Read as _;
        let sql = "select key, payload from logs where tenant_id = $1 order by created_at, id";
        let tenant = self.tenant("default");
        let rows: Vec<(String, avouch_model::Json)> =
            tenant.fetch(sql.into(), Vec::new()).await.expect("entries can be read");
        rows.iter().map(|(_, payload)| serde_json::from_str(payload.text()).expect("an entry is JSON")).collect()
    }
}

/// A further node.
#[derive(Debug)]
pub struct Node {
    running: Running,
}

impl Node {
    /// A node on a database that is there, or that other nodes are making at the same time.
    pub async fn start(place: &Place, settings: &[(&str, &str)], clock: Clock) -> Self {
        let mut environment: HashMap<String, String> = [
            ("DB_URL", place.url().as_str()),
            ("HOST", "127.0.0.1"),
            ("PORT", "0"),
            ("ADMIN_PORT", "0"),
            ("OBSERVE_ADDRESS", "off"),
            ("BOOTSTRAP_M2M_NAME", "tests"),
            ("BOOTSTRAP_M2M_ID", APP),
            ("BOOTSTRAP_M2M_SECRET", SECRET),
            ("DATABASE_POOL_SIZE", "8"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        // Not a setting: requests to others go to this address of a test instead.
        let (stand_in, settings): (Vec<_>, Vec<_>) = settings.iter().partition(|(name, _)| *name == STAND_IN);
        environment.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let sources = Sources::new(environment, None).expect("the settings can be read");
        let mut config = Config::load(&sources).expect("the settings are right");
        config.stand_in = stand_in.first().map(|(_, address)| address.parse().expect("an address and a port"));
        Self { running: avouch::server::start(&config, clock).await.expect("the server starts") }
    }

    /// Ends it when requests under way are answered.
    pub(crate) async fn stop(self) {
        self.running.stop().await;
    }

    /// Someone who may manage the default tenant at this node.
    pub async fn management(&self) -> Client {
        manager(&self.anonymous()).await
    }

    /// Anyone at its user-facing listener.
    pub fn anonymous(&self) -> Client {
        Client::new(&base(self.running.address.port()))
    }
}

fn base(port: u16) -> String {
    format!("http://localhost:{port}")
}

async fn manager(client: &Client) -> Client {
    let token = client.token(APP, SECRET, "https://default.logto.app/api", "all").await;
    client.with_token(&token)
}
