//! Signing and cookie keys as they are stored: encrypted where the installation has a key for that.

use avouch_crypto::{SealingKey, is_sealed};
use avouch_model::TenantId;
use avouch_model::configs::StoredKey;

use super::{COOKIE_KEYS, PRIVATE_KEYS};
use crate::sso_connectors::signing_keys;
use crate::{Error, Read, Result, Store, certificates, tenants};

/// What a key is bound to: moved to another tenant or another identifier it cannot be read.
fn place(tenant: &TenantId, key: &StoredKey) -> String {
    format!("{tenant}/{}", key.id)
}

/// Encrypts what is not encrypted yet, if there is a key for that.
pub(crate) fn sealed(sealing: Option<&SealingKey>, tenant: &TenantId, keys: &[StoredKey]) -> Result<Vec<StoredKey>> {
    let mut keys = keys.to_vec();
    if let Some(sealing) = sealing {
        for key in keys.iter_mut().filter(|key| !is_sealed(&key.value)) {
            let sealed = sealing.seal(&place(tenant, key), &key.value);
            key.value = sealed.map_err(|error| Error::Driver(error.to_string()))?;
        }
    }
    Ok(keys)
}

/// Decrypts what is encrypted.
pub(super) fn opened(db: &impl Read, mut keys: Vec<StoredKey>) -> Result<Vec<StoredKey>> {
    for key in keys.iter_mut().filter(|key| is_sealed(&key.value)) {
        let Some(sealing) = db.store().sealing() else {
            return Err(Error::Corrupt("its keys are encrypted, and SECRET_VAULT_KEK is not set".to_owned()));
        };
        let opened = sealing.open(&place(db.id(), key), &key.value);
        key.value = opened.map_err(|_| {
            Error::Corrupt("its keys are encrypted with another key than the one in SECRET_VAULT_KEK".to_owned())
        })?;
    }
    Ok(keys)
}

/// Makes sure that the keys of every tenant can be read, and encrypts those that are not encrypted yet.
pub async fn seal(store: &Store) -> Result<()> {
    for id in tenants::list(store).await? {
        let tenant = store.tenant(&id);
        certificates::seal(&tenant).await?;
        signing_keys::seal(&tenant).await?;
        for name in [PRIVATE_KEYS, COOKIE_KEYS] {
            let stored: Vec<StoredKey> = super::get(&tenant, name).await?.unwrap_or_default();
            let is_plain = stored.iter().any(|key| !is_sealed(&key.value));
            opened(&tenant, stored)?;
            if is_plain && store.sealing().is_some() {
                let tx = tenant.begin().await?;
                let keys = super::lock_keys(&tx, name).await?;
                super::set_keys(&tx, name, &keys).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(())
}
