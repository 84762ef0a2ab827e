//! Keys of connectors that speak SAML: requests are signed with one of them, and assertions may be encrypted for any.

use avouch_connectors::sso::{Keys, Protocol};
use avouch_crypto::Secret;
use avouch_model::saml_applications::ShownSecret;
use avouch_model::sso_connectors::{CreateSigningKey, SsoConnector, UpdateSigningKey};
use avouch_store::sso_connectors::signing_keys as stored;
use avouch_store::{Read, Tenant};

use super::checks;
use crate::saml_applications::secrets::{generate, shown};
use crate::{Error, Result};

/// Years for which a certificate is good.
const YEARS: i64 = 3;

/// A connector that has keys.
async fn existing(db: &impl Read, id: &str) -> Result<SsoConnector> {
    let connector = super::find(db, id).await?;
    let speaks = super::provider(&connector).is_some_and(|provider| provider.protocol() == Protocol::Saml);
    if speaks { Ok(connector) } else { Err(Error::SsoProviderGone) }
}

/// A connector's keys, newest first; never their private part.
pub async fn list(tenant: &Tenant, connector: &str) -> Result<Vec<ShownSecret>> {
    existing(tenant, connector).await?;
    Ok(stored::list(tenant, connector).await?.into_iter().map(shown).collect())
}

/// Makes a key.
pub async fn create(tenant: &Tenant, connector: &str, input: &CreateSigningKey) -> Result<ShownSecret> {
    existing(tenant, connector).await?;
    let mut key = generate(tenant.now(), YEARS).await?;
    let tx = tenant.begin().await?;
    existing(&tx, connector).await?;
    stored::create(&tx, connector, &key).await?;
    if input.active == Some(true) {
        stored::set_active(&tx, connector, &key.id, true).await?;
        key.active = true;
    }
    tx.commit().await?;
    Ok(shown(key))
}

/// Makes a key the one that signs, or no longer.
pub async fn update(tenant: &Tenant, connector: &str, id: &str, input: &UpdateSigningKey) -> Result<ShownSecret> {
    let tx = tenant.begin().await?;
    let owner = existing(&tx, connector).await?;
    let mut key = stored::get(&tx, connector, id).await?.ok_or(Error::NotFound)?;
    if key.active && !input.active && checks::signs(&owner.config.object().unwrap_or_default()) {
        return Err(Error::SsoSigningKeyInUse);
    }
    if key.active != input.active {
        stored::set_active(&tx, connector, id, input.active).await?;
        key.active = input.active;
    }
    tx.commit().await?;
    Ok(shown(key))
}

/// Removes a key that does not sign.
pub async fn delete(tenant: &Tenant, connector: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    existing(&tx, connector).await?;
    let key = stored::get(&tx, connector, id).await?.ok_or(Error::NotFound)?;
    if key.active {
        return Err(Error::SsoActiveSigningKey);
    }
    stored::delete(&tx, connector, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether requests can be signed.
pub(super) async fn can_sign(db: &impl Read, connector: &str) -> Result<bool> {
    Ok(stored::list(db, connector).await?.iter().any(|key| key.active))
}

/// The keys as they are used.
pub(super) async fn used(db: &impl Read, connector: &str, protocol: Protocol) -> Result<Keys> {
    if protocol != Protocol::Saml {
        return Ok(Keys::default());
    }
    let keys = stored::list(db, connector).await?;
    let secret = |key: &avouch_model::saml_applications::SamlSecret| Secret::new(key.private_key.clone());
    Ok(Keys { signing: keys.iter().find(|key| key.active).map(secret), opening: keys.iter().map(secret).collect() })
}
