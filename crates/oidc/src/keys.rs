//! A tenant's signing keys, ready to use.

use std::sync::Arc;

use avouch_crypto::Secret;
use avouch_crypto::jose::{SigningKey, VerifyingKey};
use avouch_model::Timestamp;
use avouch_model::configs::{KeyStatus, KeyType};
use avouch_store::{Error, Result, Tenant, configs};
use serde_json::json;

use crate::Issuer;
use crate::discovery::{self, Offers};

/// Custom domains of one tenant whose discovery documents are kept.
const DOCUMENTS: u64 = 100;

/// Keys that sign or did sign, with the documents that depend on them.
#[derive(Debug)]
pub struct KeySet {
    current: SigningKey,
    published: Vec<VerifyingKey>,
    cookies: Vec<Secret>,
    jwks: Arc<[u8]>,
    knows_documents: bool,
    id_token_claims: Vec<String>,
    discovery: moka::sync::Cache<Arc<str>, Arc<[u8]>>,
    /// When the next key takes over.
    outdated_at: Option<Timestamp>,
}

impl KeySet {
    /// The key that signs.
    pub fn current(&self) -> &SigningKey {
        &self.current
    }

    /// The secrets that sign cookies, the one in use first.
    pub(crate) fn cookies(&self) -> &[Secret] {
        &self.cookies
    }

    /// The published key of an identifier.
    pub fn find(&self, kid: &str) -> Option<&VerifyingKey> {
        self.published.iter().find(|key| key.kid() == kid)
    }

    pub(crate) fn published(&self) -> &[VerifyingKey] {
        &self.published
    }

    pub(crate) fn is_outdated(&self, now: Timestamp) -> bool {
        self.outdated_at.is_some_and(|at| at <= now)
    }

    pub(crate) fn jwks(&self) -> Arc<[u8]> {
        Arc::clone(&self.jwks)
    }

    /// Whether the tenant's clients may be known by the address of a document about them.
    pub(crate) fn knows_documents(&self) -> bool {
        self.knows_documents
    }

    /// What ID tokens say of users beyond the usual.
    pub(crate) fn id_token_claims(&self) -> &[String] {
        &self.id_token_claims
    }

    pub(crate) fn discovery(&self, issuer: &Issuer, offers: &Offers<'_>) -> Arc<[u8]> {
        let make = || discovery::document(&issuer.url(), self, offers).into();
        self.discovery.get_with(Arc::clone(&issuer.endpoint), make)
    }
}

/// Reads the keys of a tenant; nothing if it has none.
pub(crate) async fn load(tenant: &Tenant) -> Result<Option<KeySet>> {
    let stored =
        avouch_domain::configs::oidc::list(tenant, KeyType::PrivateKeys).await.map_err(|error| match error {
            avouch_domain::Error::Store(error) => error,
            other => Error::Driver(other.to_string()),
        })?;
    let rotation = configs::rotation(tenant).await?;
    let mut keys = Vec::new();
    for key in stored {
        let signing = SigningKey::from_pem(&key.value)
            .map_err(|error| Error::Corrupt(format!("signing key {}: {error}", key.id)))?;
        keys.push((key.status, signing));
    }
    let rank = |status: Option<KeyStatus>| match status {
        Some(KeyStatus::Current) => 0,
        Some(KeyStatus::Next) => 1,
        Some(KeyStatus::Previous) | None => 2,
    };
    keys.sort_by_key(|(status, _)| rank(*status));
    let waits = keys.iter().any(|(status, _)| *status == Some(KeyStatus::Next));
    let published: Vec<VerifyingKey> = keys.iter().map(|(_, key)| key.verifying().clone()).collect();
    let Some((_, current)) = keys.into_iter().next() else { return Ok(None) };
    let cookies = configs::keys(tenant, configs::COOKIE_KEYS).await?;
    let jwks = json!({ "keys": published.iter().map(VerifyingKey::jwk).collect::<Vec<_>>() });
    Ok(Some(KeySet {
        current,
        published,
        cookies: cookies.into_iter().map(|key| Secret::new(key.value)).collect(),
        jwks: jwks.to_string().into_bytes().into(),
        knows_documents: configs::cimd(tenant).await?,
        id_token_claims: configs::id_token_claims(tenant).await?,
        discovery: moka::sync::Cache::new(DOCUMENTS),
        outdated_at: rotation.signing_key_rotation_at.filter(|_| waits).map(Timestamp::from_millis),
    }))
}
