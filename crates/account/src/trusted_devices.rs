//! Browsers that stand for a second factor of the account.

use avouch_domain::Result;
use avouch_domain::users::trusted_devices;
use avouch_model::users::trusted_devices::TrustedDevice;
use avouch_shape::Describe;
use avouch_store::{Listing, Page};
use serde::Serialize;

use crate::Caller;
use crate::checks::Field;

const SCOPE: &str = "urn:logto:scope:trusted_devices";

/// A browser that stands for a second factor.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnTrustedDevice {
    /// The device.
    #[serde(flatten)]
    pub device: TrustedDevice,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// What a caller's browser keeps of being trusted.
#[derive(Clone, Copy, Debug)]
pub struct Cookies<'a>(pub &'a [(String, String)]);

/// The device that a caller's browser is.
fn current(caller: &Caller, Cookies(cookies): Cookies<'_>) -> Option<String> {
    let name = trusted_devices::cookie_name(&caller.tenant, &caller.user);
    let value = cookies.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())?;
    trusted_devices::parts(value).map(|(id, _)| id.to_owned())
}

/// The devices.
pub async fn list(caller: &Caller, cookies: Cookies<'_>, page: Page) -> Result<Listing<OwnTrustedDevice>> {
    caller.need_proof()?;
    caller.need_sight(Field::TrustedDevice)?;
    caller.need_scope(SCOPE)?;
    let found = trusted_devices::list(&caller.tenant, &caller.user, Some(page)).await?;
    let current = current(caller, cookies);
    let shown = |device: TrustedDevice| OwnTrustedDevice { is_current: current.as_ref() == Some(&device.id), device };
    Ok(found.map(shown))
}

/// Trusts a device no more; answers the name of its cookie if it is the one that asks.
pub async fn delete(caller: &Caller, cookies: Cookies<'_>, id: &str) -> Result<Option<String>> {
    caller.need_proof()?;
    caller.need_edit(Field::TrustedDevice)?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()?;
    trusted_devices::delete(&caller.tenant, &caller.user, id).await?;
    let is_current = current(caller, cookies).as_deref() == Some(id);
    Ok(is_current.then(|| trusted_devices::cookie_name(&caller.tenant, &caller.user)))
}
