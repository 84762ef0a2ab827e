//! Scripts that have a say when people sign in.

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_model::configs::actions::{Action, ActionKey};

use crate::changes::{Change, Changes};
use crate::{Cache, Read, Result, Tenant, Tx, params};

/// The scripts of a tenant.
#[derive(Debug, Default)]
pub struct Actions {
    post_first_factor_verification: Option<Action>,
    post_sign_in: Option<Action>,
}

impl Actions {
    /// The script that is asked at a point, if it is to be asked.
    pub fn enabled(&self, key: ActionKey) -> Option<&Action> {
        let action = match key {
            ActionKey::PostFirstFactorVerification => self.post_first_factor_verification.as_ref(),
            ActionKey::PostSignIn => self.post_sign_in.as_ref(),
        };
        action.filter(|action| action.enabled == Some(true))
    }
}

pub(crate) type ActionCache = Cache<TenantId, Actions>;

pub(crate) fn action_cache(changes: &Changes) -> ActionCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::Actions(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

/// The script that is kept under a key.
pub async fn get(db: &impl Read, key: ActionKey) -> Result<Option<Action>> {
    super::get(db, key.as_str()).await
}

/// All scripts of a tenant, from the cache.
pub async fn cached(tenant: &Tenant) -> Result<Arc<Actions>> {
    let load = async {
        Ok(Some(Actions {
            post_first_factor_verification: get(tenant, ActionKey::PostFirstFactorVerification).await?,
            post_sign_in: get(tenant, ActionKey::PostSignIn).await?,
        }))
    };
    let found = tenant.caches().actions.get(Read::id(tenant).clone(), load).await?;
    Ok(found.unwrap_or_default())
}

/// Keeps a script.
pub async fn set(tx: &Tx, key: ActionKey, action: &Action) -> Result<()> {
    tx.changed(Change::Actions(Read::id(tx).clone()));
    super::set(tx, key.as_str(), &serde_json::json!(action)).await
}

/// Removes a script; answers whether there was one.
pub async fn delete(tx: &Tx, key: ActionKey) -> Result<bool> {
    tx.changed(Change::Actions(Read::id(tx).clone()));
    let sql = "delete from logto_configs where tenant_id = $1 and key = $2";
    Ok(tx.execute(sql.into(), params![key.as_str()]).await? > 0)
}
