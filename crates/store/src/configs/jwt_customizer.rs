//! Scripts that add claims to access tokens.

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_model::configs::jwt_customizer::{CustomizedToken, JwtCustomizer};

use crate::changes::{Change, Changes};
use crate::{Cache, Read, Result, Tenant, Tx, params};

/// The scripts of a tenant.
#[derive(Debug, Default)]
pub struct Customizers {
    access_token: Option<JwtCustomizer>,
    client_credentials: Option<JwtCustomizer>,
}

impl Customizers {
    /// The script for tokens of a kind.
    pub fn of(&self, token: CustomizedToken) -> Option<&JwtCustomizer> {
        match token {
            CustomizedToken::AccessToken => self.access_token.as_ref(),
            CustomizedToken::ClientCredentials => self.client_credentials.as_ref(),
        }
    }
}

pub(crate) type CustomizerCache = Cache<TenantId, Customizers>;

pub(crate) fn customizer_cache(changes: &Changes) -> CustomizerCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::Customizers(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

/// The script for tokens of a kind.
pub async fn get(db: &impl Read, token: CustomizedToken) -> Result<Option<JwtCustomizer>> {
    super::get(db, token.key()).await
}

/// All scripts of a tenant, from the cache.
pub async fn cached(tenant: &Tenant) -> Result<Arc<Customizers>> {
    let load = async {
        Ok(Some(Customizers {
            access_token: get(tenant, CustomizedToken::AccessToken).await?,
            client_credentials: get(tenant, CustomizedToken::ClientCredentials).await?,
        }))
    };
    let found = tenant.caches().customizers.get(Read::id(tenant).clone(), load).await?;
    Ok(found.unwrap_or_default())
}

/// Keeps a script.
pub async fn set(tx: &Tx, token: CustomizedToken, customizer: &JwtCustomizer) -> Result<()> {
    tx.changed(Change::Customizers(Read::id(tx).clone()));
    super::set(tx, token.key(), &serde_json::json!(customizer)).await
}

/// Removes a script; answers whether there was one.
pub async fn delete(tx: &Tx, token: CustomizedToken) -> Result<bool> {
    tx.changed(Change::Customizers(Read::id(tx).clone()));
    let sql = "delete from logto_configs where tenant_id = $1 and key = $2";
    Ok(tx.execute(sql.into(), params![token.key()]).await? > 0)
}
