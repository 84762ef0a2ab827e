//! Browsers that stand for a second factor of their user: after one was used there, none is asked for there for a while.

use avouch_crypto::{hex, sha256};
use avouch_model::users::trusted_devices::TrustedDevice;
use avouch_store::users::trusted_devices as stored;
use avouch_store::{Listing, Page, Read, Tenant};

use crate::{Error, Result};

/// Days for which a device is trusted unless the tenant says otherwise.
pub const DAYS: i64 = 30;

/// The cookie that holds a device of a user; a browser may have several users.
pub fn cookie_name(db: &impl Read, user: &str) -> String {
    let digest = hex(&sha256(format!("{} {user}", db.id()).as_bytes()));
    format!("{COOKIE}{}", digest.get(..16).unwrap_or_default())
}

/// How names of such cookies begin.
pub const COOKIE: &str = "__Host-logto-trusted-device-";

/// What a cookie says: the device and its secret.
pub fn parts(cookie: &str) -> Option<(&str, Vec<u8>)> {
    let (id, secret) = cookie.split_once('.')?;
    Some((id, sha256(secret.as_bytes()).to_vec()))
}

/// The devices of a user.
pub async fn list(tenant: &Tenant, user: &str, page: Option<Page>) -> Result<Listing<TrustedDevice>> {
    super::info(tenant, user).await?;
    Ok(stored::list(tenant, user, tenant.now(), page).await?)
}

/// Trusts a device no more.
pub async fn delete(tenant: &Tenant, user: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, user, id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
