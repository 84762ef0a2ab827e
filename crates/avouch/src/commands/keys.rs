//! `avouch keys`.

use avouch_crypto::jose::SigningKey;
use avouch_domain::configs::oidc;
use avouch_model::Timestamp;
use avouch_model::configs::{KeyType, SigningKeyAlgorithm, StoredKey};
use serde_json::{Value, json};

use crate::cli::{Algorithm, Kind};
use crate::config::Config;
use crate::{Failure, output};

fn key_type(kind: Kind) -> KeyType {
    match kind {
        Kind::Signing => KeyType::PrivateKeys,
        Kind::Cookie => KeyType::CookieKeys,
    }
}

/// Lists keys.
pub(super) async fn list(config: &Config, tenant: &str, kind: Kind, as_json: bool) -> Result<(), Failure> {
    let store = super::prepared(config).await?;
    let tenant = super::tenant(&store, tenant).await?;
    let keys = oidc::list(&tenant, key_type(kind)).await?;
    if as_json {
        output::line(&Value::from(keys.iter().map(described).collect::<Vec<_>>()).to_string());
    } else {
        show(&keys);
    }
    Ok(())
}

/// Makes a new key.
pub(super) async fn rotate(
    config: &Config,
    tenant: &str,
    kind: Kind,
    algorithm: Algorithm,
    grace: Option<i64>,
) -> Result<(), Failure> {
    if grace.is_some_and(|seconds| seconds < 0) {
        return Err(Failure::config("--grace must be 0 seconds or more."));
    }
    let algorithm = match algorithm {
        Algorithm::Ec => SigningKeyAlgorithm::Ec,
        Algorithm::Rsa => SigningKeyAlgorithm::Rsa,
    };
    let store = super::prepared(config).await?;
    let tenant = super::tenant(&store, tenant).await?;
    show(&oidc::rotate(&tenant, key_type(kind), Some(algorithm), grace).await?);
    Ok(())
}

fn described(key: &StoredKey) -> Value {
    let signing = SigningKey::from_pem(&key.value).ok();
    json!({
        "id": key.id,
        "status": key.status,
        "algorithm": signing.as_ref().map(|key| key.verifying().algorithm().name()),
        "kid": signing.as_ref().map(|key| key.verifying().kid()),
        "createdAt": key.created_at,
    })
}

fn show(keys: &[StoredKey]) {
    for key in keys {
        let told = described(key);
        let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
        let made = Timestamp::from_millis(key.created_at.saturating_mul(1000)).iso().unwrap_or_default();
        output::line(&format!("{}  {:<8}  {:<6}  {made}  {}", key.id, text("status"), text("algorithm"), text("kid")));
    }
}
