//! Keys of clients: registered with them, or fetched from where they publish them.

use std::sync::Arc;

use avouch_crypto::jose::{self, Header, VerifyingKey};
use avouch_model::Timestamp;
use avouch_outbound::Request;
use avouch_store::Tenant;
use avouch_store::applications::Client;
use serde_json::Value;

use crate::{OidcError, Provider};

/// Sets of keys that are kept.
const REMEMBERED: u64 = 1000;

/// How long a set is kept, in milliseconds.
const FRESH: i64 = 5 * 60_000;

/// How soon a set is fetched again because a token names a key that is not in it, in milliseconds.
const AGAIN: i64 = 10_000;

/// Most keys of a set that are tried.
const MOST: usize = 20;

#[derive(Debug)]
struct Set {
    keys: Vec<Value>,
    fetched_at: Timestamp,
}

/// Sets that were fetched, by address.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    sets: moka::sync::Cache<String, Arc<Set>>,
}

impl Default for Fetched {
    fn default() -> Self {
        Self { sets: moka::sync::Cache::new(REMEMBERED) }
    }
}

/// Whether a client has keys, and so proves with them who it is.
pub(crate) fn has_keys(client: &Client) -> bool {
    let metadata = &client.application.custom_client_metadata;
    metadata.jwks.is_some() || metadata.jwks_uri.is_some()
}

impl Provider {
    /// The header and the claims of a token that one of the client's keys signed; nothing if none did.
    pub(crate) async fn signed_by(
        &self,
        tenant: &Tenant,
        client: &Client,
        token: &str,
    ) -> Result<Option<(Header, Value)>, OidcError> {
        let Ok((header, _)) = jose::peek(token) else { return Ok(None) };
        let keys = self.keys_of(tenant, client, &header).await;
        let text = token.to_owned();
        let verified = self.signing.run(move || {
            let usable = keys.iter().filter_map(|jwk| VerifyingKey::from_jwk(jwk, &header.alg).ok());
            usable.take(MOST).find_map(|key| jose::verify(&text, |_| Some(&key)).ok())
        });
        Ok(verified.await?)
    }

    /// The keys of a client that a header can mean.
    async fn keys_of(&self, tenant: &Tenant, client: &Client, header: &Header) -> Vec<Value> {
        let metadata = &client.application.custom_client_metadata;
        let meant = |keys: &[Value]| {
            let fits = |jwk: &&Value| match (&header.kid, jwk.get("kid").and_then(Value::as_str)) {
                (Some(wanted), Some(own)) => wanted == own,
                (None, _) | (_, None) => true,
            };
            keys.iter().filter(fits).cloned().collect::<Vec<_>>()
        };
        if let Some(jwks) = &metadata.jwks {
            return meant(&members(jwks.get("keys")));
        }
        let Some(uri) = metadata.jwks_uri.as_deref() else { return Vec::new() };
        let now = tenant.now().millis();
        if let Some(known) = self.client_keys.sets.get(uri) {
            let age = now - known.fetched_at.millis();
            let found = meant(&known.keys);
            if age < AGAIN || (age < FRESH && !found.is_empty()) {
                return found;
            }
        }
        // A failure counts as an answer, or whoever sends nonsense in the client's name makes us ask every time.
        let keys = self.fetch(uri).await.unwrap_or_default();
        let found = meant(&keys);
        self.client_keys.sets.insert(uri.to_owned(), Arc::new(Set { keys, fetched_at: tenant.now() }));
        found
    }

    async fn fetch(&self, uri: &str) -> Option<Vec<Value>> {
        match self.outbound.send(Request::get(uri).header("accept", "application/jwk-set+json, application/json")).await
        {
            Ok(answer) if answer.status == 200 => answer.json().map(|document| members(document.get("keys"))),
            Ok(answer) => {
                tracing::warn!(uri, status = answer.status.as_u16(), "a client's keys are not there");
                None
            }
            Err(error) => {
                tracing::warn!(uri, %error, "a client's keys cannot be fetched");
                None
            }
        }
    }
}

fn members(keys: Option<&Value>) -> Vec<Value> {
    keys.and_then(Value::as_array).cloned().unwrap_or_default()
}
