//! Signing and cookie keys: listed, rotated, deleted.

pub mod session;

use avouch_crypto::jose::{Algorithm, Curve, KeyKind, SigningKey};
use avouch_model::configs::{KeyStatus, KeyType, RotationState, ShownKey, SigningKeyAlgorithm, StoredKey};
use avouch_model::{KeyId, Timestamp};
use avouch_store::{Tenant, configs as stored};

use crate::{Error, Result, ids};

/// Cookie keys that are kept: the newest signs, both are accepted.
const COOKIE_KEYS: usize = 2;

fn name(kind: KeyType) -> &'static str {
    match kind {
        KeyType::PrivateKeys => stored::PRIVATE_KEYS,
        KeyType::CookieKeys => stored::COOKIE_KEYS,
    }
}

/// The keys of a kind, with the states they have now: a next key whose time has come is the current one.
pub async fn list(tenant: &Tenant, kind: KeyType) -> Result<Vec<StoredKey>> {
    let keys = stored::keys(tenant, name(kind)).await?;
    match kind {
        KeyType::CookieKeys => Ok(keys),
        KeyType::PrivateKeys => Ok(as_of(keys, stored::rotation(tenant).await?, tenant.now())),
    }
}

/// The keys of a kind as they are shown: without what is secret.
pub async fn shown(tenant: &Tenant, kind: KeyType, keys: &[StoredKey]) -> Result<Vec<ShownKey>> {
    let rotation = stored::rotation(tenant).await?;
    Ok(keys.iter().map(|key| show(kind, key, rotation)).collect())
}

fn show(kind: KeyType, key: &StoredKey, rotation: RotationState) -> ShownKey {
    let (id, created_at) = (key.id.clone(), key.created_at);
    match kind {
        KeyType::CookieKeys => {
            ShownKey { id, created_at, signing_key_algorithm: None, status: None, effective_at: None }
        }
        KeyType::PrivateKeys => ShownKey {
            id,
            created_at,
            signing_key_algorithm: SigningKey::from_pem(&key.value).ok().map(|key| match key.verifying().algorithm() {
                Algorithm::RS256 | Algorithm::PS256 => SigningKeyAlgorithm::Rsa,
                Algorithm::ES256 | Algorithm::ES384 | Algorithm::ES512 | Algorithm::EdDSA => SigningKeyAlgorithm::Ec,
            }),
            status: key.status,
            effective_at: rotation.signing_key_rotation_at.filter(|_| key.status == Some(KeyStatus::Next)),
        },
    }
}

/// Gives keys from before keys had states their states, and promotes the next key when it is due.
pub fn as_of(mut keys: Vec<StoredKey>, rotation: RotationState, now: Timestamp) -> Vec<StoredKey> {
    if keys.iter().all(|key| key.status.is_none()) {
        for (index, key) in keys.iter_mut().enumerate() {
            key.status = Some(if index == 0 { KeyStatus::Current } else { KeyStatus::Previous });
        }
    }
    let due = rotation.signing_key_rotation_at.is_some_and(|at| at <= now.millis());
    if due && keys.iter().any(|key| key.status == Some(KeyStatus::Next)) {
        keys.retain(|key| key.status != Some(KeyStatus::Previous));
        for key in &mut keys {
            key.status = match key.status {
                Some(KeyStatus::Next) => Some(KeyStatus::Current),
                Some(KeyStatus::Current | KeyStatus::Previous) | None => Some(KeyStatus::Previous),
            };
        }
    }
    keys
}

/// Makes a new key. With a grace period a signing key is published first and signs once the period is over.
pub async fn rotate(
    tenant: &Tenant,
    kind: KeyType,
    algorithm: Option<SigningKeyAlgorithm>,
    grace_seconds: Option<i64>,
) -> Result<Vec<StoredKey>> {
    let created_at = tenant.now().seconds();
    let key = |value, status| StoredKey { id: KeyId::new(ids::standard()), value, created_at, status };
    match kind {
        KeyType::CookieKeys => {
            if grace_seconds.is_some() {
                return Err(Error::InvalidRotation { details: "cookie keys have no grace period.".to_owned() });
            }
            let tx = tenant.begin().await?;
            let mut keys = stored::lock_keys(&tx, stored::COOKIE_KEYS).await?;
            keys.insert(0, key(ids::secret(), None));
            keys.truncate(COOKIE_KEYS);
            stored::set_keys(&tx, stored::COOKIE_KEYS, &keys).await?;
            tx.commit().await?;
            Ok(keys)
        }
        KeyType::PrivateKeys => {
            // Before the transaction: an RSA key takes seconds.
            let pem = generate(algorithm.unwrap_or(SigningKeyAlgorithm::Ec)).await?;
            rotate_signing(tenant, key(pem, None), grace_seconds.unwrap_or(0)).await
        }
    }
}

async fn generate(algorithm: SigningKeyAlgorithm) -> Result<String> {
    let kind = match algorithm {
        SigningKeyAlgorithm::Rsa => KeyKind::Rsa,
        SigningKeyAlgorithm::Ec => KeyKind::Ec(Curve::P384),
    };
    let failed = |details: String| Error::InvalidRotation { details };
    let made = tokio::task::spawn_blocking(move || SigningKey::generate(kind)).await;
    made.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}

async fn rotate_signing(tenant: &Tenant, mut new: StoredKey, grace_seconds: i64) -> Result<Vec<StoredKey>> {
    let now = tenant.now();
    let tx = tenant.begin().await?;
    let keys = stored::lock_keys(&tx, stored::PRIVATE_KEYS).await?;
    let mut keys = as_of(keys, stored::rotation(&tx).await?, now);
    let state = if grace_seconds == 0 {
        if keys.iter().any(|key| key.status == Some(KeyStatus::Next)) {
            let details = "a next key waits already; delete it or let it take over first.".to_owned();
            return Err(Error::InvalidRotation { details });
        }
        keys.retain(|key| key.status == Some(KeyStatus::Current));
        for key in &mut keys {
            key.status = Some(KeyStatus::Previous);
        }
        new.status = Some(KeyStatus::Current);
        RotationState::default()
    } else {
        keys.retain(|key| key.status != Some(KeyStatus::Next));
        new.status = Some(KeyStatus::Next);
        let at = now.plus_millis(grace_seconds.saturating_mul(1000)).millis();
        RotationState { tenant_cache_expires_at: Some(at), signing_key_rotation_at: Some(at) }
    };
    keys.insert(0, new);
    stored::set_keys(&tx, stored::PRIVATE_KEYS, &keys).await?;
    stored::set_rotation(&tx, state).await?;
    tx.commit().await?;
    Ok(keys)
}

/// Removes a key.
pub async fn delete(tenant: &Tenant, kind: KeyType, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let mut keys = stored::lock_keys(&tx, name(kind)).await?;
    if kind == KeyType::PrivateKeys {
        keys = as_of(keys, stored::rotation(&tx).await?, tenant.now());
    }
    if keys.len() == 1 {
        return Err(Error::KeyRequired);
    }
    let key = keys.iter().find(|key| key.id.as_str() == id);
    let key = key.ok_or_else(|| Error::KeyNotFound { id: id.to_owned() })?;
    if kind == KeyType::PrivateKeys && key.status != Some(KeyStatus::Previous) {
        return Err(Error::OnlyPreviousKey);
    }
    keys.retain(|key| key.id.as_str() != id);
    stored::set_keys(&tx, name(kind), &keys).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use avouch_model::configs::{KeyStatus, RotationState, StoredKey};
    use avouch_model::{KeyId, Timestamp};

    use super::as_of;

    fn key(id: &str, status: Option<KeyStatus>) -> StoredKey {
        StoredKey { id: KeyId::new(id), value: String::new(), created_at: 0, status }
    }

    fn states(keys: &[StoredKey]) -> Vec<(&str, Option<KeyStatus>)> {
        keys.iter().map(|key| (key.id.as_str(), key.status)).collect()
    }

    #[test]
    fn the_next_key_takes_over_when_its_time_has_come() {
        let keys = vec![
            key("n", Some(KeyStatus::Next)),
            key("c", Some(KeyStatus::Current)),
            key("p", Some(KeyStatus::Previous)),
        ];
        let rotation = RotationState { tenant_cache_expires_at: None, signing_key_rotation_at: Some(1000) };
        let early = as_of(keys.clone(), rotation, Timestamp::from_millis(999));
        assert_eq!(states(&early), states(&keys));
        let due = as_of(keys, rotation, Timestamp::from_millis(1000));
        assert_eq!(states(&due), [("n", Some(KeyStatus::Current)), ("c", Some(KeyStatus::Previous))]);
    }

    #[test]
    fn keys_without_states_get_them() {
        let keys = as_of(vec![key("a", None), key("b", None)], RotationState::default(), Timestamp::EPOCH);
        assert_eq!(states(&keys), [("a", Some(KeyStatus::Current)), ("b", Some(KeyStatus::Previous))]);
    }
}
