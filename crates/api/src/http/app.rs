//! What handlers share.

use std::sync::Arc;

use avouch_crypto::Secret;
use avouch_domain::domains::Hosting;
use avouch_domain::messages::Pace;
use avouch_domain::passwords::Passwords;
use avouch_oidc::Provider;
use avouch_outbound::Client;
use avouch_storage::Storage;
use avouch_store::Store;
use axum::Router;
use axum::extract::FromRef;

use super::injected::InjectedHeaders;
use super::metrics::Metrics;
use super::routes::Routes;
use crate::page_errors::Budget;
use crate::pages::Packed;
use crate::well_known::kept::Kept;

/// Settings that concern HTTP.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether `X-Forwarded-*` headers are believed.
    pub trust_proxy: bool,
    /// The key that lets `GET /api/status` name the tenant.
    pub status_api_key: Option<Secret>,
    /// Seconds for which a new signing key is published before it signs, where a request does not say.
    pub key_rotation_grace_seconds: Option<i64>,
    /// The domain below which protected applications live.
    pub protected_app_domain: Option<String>,
    /// Whether requests come over TLS that ends here.
    pub tls: bool,
    /// Headers by which a proxy tells where browsers are.
    pub injected: InjectedHeaders,
}

/// What handlers share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) provider: Provider,
    pub(crate) passwords: Passwords,
    pub(crate) outbound: Client,
    pub(crate) storage: Option<Storage>,
    pub(crate) hosting: Hosting,
    pub(crate) settings: Settings,
    pub(crate) metrics: Metrics,
    /// How long messages take, so that those kept back take as long.
    pub(crate) pace: Pace,
    pub(crate) well_known: Kept,
    pub(crate) page_errors: Budget,
    pub(crate) packed: Packed,
}

/// What the surfaces are put together of.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The OpenID provider.
    pub provider: Provider,
    /// Hashing of passwords.
    pub passwords: Passwords,
    /// Requests to others.
    pub outbound: Client,
    /// Where files are kept, if anywhere.
    pub storage: Option<Storage>,
    /// Where custom domains lead.
    pub hosting: Hosting,
    /// Settings that concern HTTP.
    pub settings: Settings,
    /// Figures.
    pub metrics: Metrics,
}

/// The state that handlers are given.
#[derive(Clone, Debug)]
pub(crate) struct State(pub(crate) Arc<Shared>);

impl FromRef<State> for Provider {
    fn from_ref(state: &State) -> Self {
        state.0.provider.clone()
    }
}

impl FromRef<State> for Passwords {
    fn from_ref(state: &State) -> Self {
        state.0.passwords.clone()
    }
}

/// Every surface, ready to be served.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) state: State,
    pub(crate) router: Router,
}

impl App {
    /// Puts the surfaces together.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, provider, passwords, outbound, storage, hosting, settings, metrics } = parts;
        let (page_errors, packed, well_known) = (Budget::default(), Packed::default(), Kept::new(store.changes()));
        let shared = Shared {
            store,
            provider,
            passwords,
            outbound,
            storage,
            hosting,
            settings,
            metrics,
            pace: Pace::default(),
            page_errors,
            packed,
            well_known,
        };
        let state = State(Arc::new(shared));
        let router = routes()
            .into_router()
            .merge(crate::oidc::router())
            .merge(crate::files::router())
            .merge(crate::account::router())
            .merge(crate::page_errors::router())
            .merge(crate::mailbox::router())
            .merge(crate::pages::router())
            .merge(crate::well_known::acme_challenge::router())
            .merge(crate::well_known::webauthn::router())
            .with_state(state.clone());
        Self { state, router }
    }
}

/// Every operation under `/api`.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(crate::authn::routes())
        .merge(crate::experience::routes())
        .merge(crate::interaction::routes())
        .merge(crate::management::routes())
        .merge(crate::my_account::routes())
        .merge(crate::saml::authn::routes())
        .merge(crate::saml_applications::routes())
        .merge(crate::status::routes())
        .merge(crate::swagger::routes())
        .merge(crate::verifications::routes())
        .merge(crate::well_known::routes())
}
