//! The OpenID Connect and OAuth 2.1 provider: ordered checks, grants, claims. It knows no HTTP and no SQL; time and
//! randomness come to it.

mod audit;
mod authorization;
mod backchannel;
pub mod bearer;
mod cimd;
mod claims;
mod client_keys;
mod clients;
mod cookies;
mod customizer;
mod discovery;
mod dpop;
mod endpoints;
mod error;
mod extensions;
mod fapi;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod introspection;
mod keys;
mod mtls;
mod params;
mod records;
mod registration;
mod resources;
mod scopes;
pub mod token;
mod user_token;
mod userinfo;
mod wildcards;

pub use audit::Caller;
pub(crate) use authorization::DEVICE_GRANT;
pub use authorization::{Answer, Consent, DeviceResponse, GivenConsent, PushedResponse, Visit, Waiting};
pub use bearer::Token;
pub use cookies::{SetCookie, pairs as cookie_pairs};
pub use dpop::Proof;
pub use endpoints::Endpoints;
pub use error::{Code, OidcError};
pub use extensions::{Extension, Extensions};
pub use keys::KeySet;
pub use params::Params;
pub use registration::Registrar;
pub use user_token::UserToken;
pub use userinfo::PresentedToken;

use std::sync::Arc;

use avouch_crypto::{Pool, Secret};
use avouch_model::TenantId;
use avouch_outbound::Client;
use avouch_script::Scripts;
use avouch_store::{Cache, Change, Read as _, Store, Tenant};

/// What the provider is put together of.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Where signatures are made.
    pub signing: Pool,
    /// Where tenants are reached.
    pub endpoints: Endpoints,
    /// Requests to clients.
    pub outbound: Client,
    /// Scripts that add claims.
    pub scripts: Scripts,
    /// What is done beyond what compatible software does.
    pub extensions: Extensions,
    /// The header that a trusted proxy writes a client's certificate to, if one does.
    pub certificate_header: Option<String>,
    /// What opens the registration of clients; it is closed without.
    pub registration_token: Option<Secret>,
}

/// The provider of every tenant.
#[derive(Clone, Debug)]
pub struct Provider {
    store: Store,
    signing: Pool,
    endpoints: Arc<Endpoints>,
    outbound: Client,
    scripts: Scripts,
    extensions: Arc<Extensions>,
    certificate_header: Option<Arc<str>>,
    registration_token: Option<Arc<Secret>>,
    keys: Cache<TenantId, KeySet>,
    bearers: bearer::Verified,
    client_keys: client_keys::Fetched,
    documents: cimd::Documents,
}

/// One tenant's provider, as it is reached by a request.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The tenant.
    pub tenant: Tenant,
    /// The address the request came to, without `/oidc`.
    pub endpoint: Arc<str>,
}

impl Issuer {
    /// The issuer identifier (RFC 8414 section 2).
    pub fn url(&self) -> String {
        format!("{}/oidc", self.endpoint)
    }
}

impl Provider {
    /// A provider.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, signing, endpoints, outbound, scripts, extensions, certificate_header, registration_token } =
            parts;
        let keys = Cache::new(store.changes(), 10_000, |change| match change {
            Change::Keys(tenant) => Some(tenant.clone()),
            _ => None,
        });
        Self {
            store,
            signing,
            endpoints: Arc::new(endpoints),
            outbound,
            scripts,
            extensions: Arc::new(extensions),
            certificate_header: certificate_header.map(Into::into),
            registration_token: registration_token.map(Arc::new),
            keys,
            bearers: bearer::Verified::default(),
            client_keys: client_keys::Fetched::default(),
            documents: cimd::Documents::default(),
        }
    }

    /// What is done beyond what compatible software does.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The header that a trusted proxy writes a client's certificate to, if one does.
    pub fn certificate_header(&self) -> Option<&str> {
        self.certificate_header.as_deref()
    }

    /// Where scripts run.
    pub fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    /// Where tenants are reached.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The signing keys of a tenant, as they are now.
    pub async fn keys(&self, tenant: &Tenant) -> Result<Arc<KeySet>, OidcError> {
        let set = self.keys.get(tenant.id().clone(), keys::load(tenant)).await?;
        let Some(set) = set else { return Err(OidcError::server("the tenant has no signing key")) };
        if set.is_outdated(tenant.now()) {
            // The next key's time has come: what is cached was made before.
            self.keys.forget(tenant.id());
            let fresh = keys::load(tenant).await?;
            return fresh.map(Arc::new).ok_or_else(|| OidcError::server("the tenant has no signing key"));
        }
        Ok(set)
    }

    /// The discovery document (OpenID Connect Discovery 1.0 section 3, RFC 8414), ready to send.
    pub async fn discovery(&self, issuer: &Issuer) -> Result<Arc<[u8]>, OidcError> {
        let knows_documents = self.knows_documents(&issuer.tenant).await?;
        let offers = discovery::Offers {
            extensions: &self.extensions,
            documents: knows_documents,
            certificates: self.certificate_header.is_some(),
            registration: self.registers(&issuer.tenant),
        };
        Ok(self.keys(&issuer.tenant).await?.discovery(issuer, &offers))
    }

    /// The JWK set (RFC 7517 section 5), ready to send.
    pub async fn jwks(&self, issuer: &Issuer) -> Result<Arc<[u8]>, OidcError> {
        Ok(self.keys(&issuer.tenant).await?.jwks())
    }
}
