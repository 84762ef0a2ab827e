//! Browsers that stand for a second factor of their user: after one was used there, none is asked for there for a while.

use avouch_crypto::{hex, sha256};
use avouch_model::Timestamp;
use avouch_model::hooks::HookEvent;
use avouch_model::users::trusted_devices::TrustedDevice;
use avouch_store::users::trusted_devices::{self as stored, NewDevice};
use avouch_store::{Listing, Page, Read, Tenant, Tx};
use serde_json::json;

use crate::{Error, Result, events};

/// Days for which a device is trusted unless the tenant says otherwise.
pub const DAYS: i64 = 30;

/// Most devices of a user that webhooks are told of when all of them go.
const MOST: i64 = 1000;

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

/// Trusts a device.
pub async fn create(tx: &Tx, device: NewDevice<'_>) -> Result<()> {
    let (id, user, expires_at) = (device.id, device.user, device.expires_at);
    stored::create(tx, device).await?;
    tell(tx, HookEvent::TrustedDeviceCreated, (id, user, expires_at)).await
}

/// Trusts a device no more.
pub async fn delete(tenant: &Tenant, user: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let device = stored::get(&tx, user, id).await?.ok_or(Error::NotFound)?;
    stored::delete(&tx, user, id).await?;
    tell(&tx, HookEvent::TrustedDeviceDeleted, (id, user, device.expires_at)).await?;
    tx.commit().await?;
    Ok(())
}

/// Trusts none of a user's devices any more.
pub async fn delete_all(tx: &Tx, user: &str) -> Result<()> {
    let trusted = stored::list(tx, user, tx.now(), Some(Page { offset: 0, limit: MOST })).await?.rows;
    stored::delete_all(tx, user).await?;
    for device in trusted {
        tell(tx, HookEvent::TrustedDeviceDeleted, (&device.id, user, device.expires_at)).await?;
    }
    Ok(())
}

/// Tells webhooks.
async fn tell(tx: &Tx, event: HookEvent, (id, user, expires_at): (&str, &str, Timestamp)) -> Result<()> {
    let data = json!({ "id": id, "userId": user, "expiresAt": expires_at });
    let more = [("data".to_owned(), data)].into_iter().collect();
    events::raise_without_address(tx, event, more).await
}
