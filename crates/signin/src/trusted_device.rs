//! Browsers that stand for a second factor: after one was used, the user may have the browser remembered.

use avouch_crypto::{Alphabet, random_text, sha256};
use avouch_domain::users::trusted_devices as devices;
use avouch_domain::{Error, Result};
use avouch_model::Timestamp;
use avouch_shape::Describe;
use avouch_store::users::trusted_devices::{self as stored, NewDevice};
use avouch_store::{Tenant, Tx};
use serde::Serialize;
use serde_json::{Value, json};

use crate::settings::{self, Settings};
use crate::{Event, State, mfa, verification};

/// Characters of the secret that a browser keeps.
const SECRET: usize = 43;

const DAY: i64 = 86_400_000;

/// Whether the browser can be remembered.
#[derive(Clone, Copy, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDeviceOffer {
    /// Whether it can.
    pub can_create: bool,
    /// For how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_days: Option<i64>,
}

/// A cookie that a browser is to keep.
#[derive(Clone, Debug)]
pub struct NewCookie {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// For how many days a user's browser is remembered, where the tenant and every organization of the user allow it.
async fn days(tenant: &Tenant, settings: &Settings, user: &str) -> Result<Option<i64>> {
    let policy = &settings.trusted_device;
    if policy.get("enabled").and_then(Value::as_bool) != Some(true)
        || avouch_store::organizations::users::refuses_trusted_devices(tenant, user).await?
    {
        return Ok(None);
    }
    Ok(Some(policy.get("durationDays").and_then(Value::as_i64).unwrap_or(devices::DAYS)))
}

/// The device that the browser is, if it is one of the user's that counts.
pub(crate) async fn known(tenant: &Tenant, settings: &Settings, user: &str, state: &State) -> Result<Option<String>> {
    let name = devices::cookie_name(tenant, user);
    let cookie = state.device_cookies.iter().find(|(own, _)| *own == name);
    let Some((id, secret)) = cookie.and_then(|(_, value)| devices::parts(value)) else { return Ok(None) };
    if days(tenant, settings, user).await?.is_none() {
        return Ok(None);
    }
    let found = stored::find(tenant, user, id, secret, tenant.now()).await?;
    Ok(found.map(|device| device.id))
}

/// Whether the browser can be remembered; nothing where the tenant remembers none.
pub async fn offer(tenant: &Tenant, state: &State) -> Result<Option<TrustedDeviceOffer>> {
    let settings = settings::load(tenant).await?;
    if settings.trusted_device.get("enabled").and_then(Value::as_bool) != Some(true) {
        return Ok(None);
    }
    let none = TrustedDeviceOffer { can_create: false, duration_days: None };
    let Some(user) = state.user_id.as_deref().filter(|_| state.interaction_event != Event::ForgotPassword) else {
        return Ok(Some(none));
    };
    let Some(days) = days(tenant, &settings, user).await? else { return Ok(Some(none)) };
    let is_known = known(tenant, &settings, user, state).await?.is_some();
    Ok(Some(TrustedDeviceOffer { can_create: !is_known, duration_days: Some(days) }))
}

/// Has the browser remembered at the end. A factor that is more than a way back to another must have been used.
pub async fn create(tenant: &Tenant, state: &mut State) -> Result<()> {
    if state.interaction_event == Event::ForgotPassword {
        return Err(Error::NotForForgotPassword);
    }
    let settings = settings::load(tenant).await?;
    let account = verification::identified(tenant, state).await?;
    if days(tenant, &settings, account.user.id.as_str()).await?.is_none() {
        return Err(Error::NotAllowed { details: "devices are not remembered here" });
    }
    if !mfa::has_strong_proof(&settings, &account, state) {
        return Err(mfa::needed(&settings, &account));
    }
    let device = json!({ "deviceId": random_text(Alphabet::Lower, 21) });
    state.rest.insert(CREATION.to_owned(), device);
    Ok(())
}

/// Where the wish to be remembered is kept.
pub(crate) const CREATION: &str = "trustedDeviceCreation";

/// Where it stands that a remembered browser did.
pub(crate) const FULFILLMENT: &str = "trustedDeviceFulfillment";

/// What happened to a device at the end of a sign-in, for administrators.
#[derive(Clone, Debug)]
pub struct DeviceNote {
    /// `Created` or `Used`.
    pub act: &'static str,
    /// The device.
    pub id: String,
    /// Whose.
    pub user: String,
}

/// Notes in the state that a remembered browser stood for a second factor, and when.
pub(crate) async fn note_use(tx: &Tx, state: &mut State, user: &str, device: String) -> Result<DeviceNote> {
    stored::note_use(tx, &device).await?;
    let told = json!({ "userId": user, "trustedDeviceId": device, "fulfilledAt": tx.now() });
    state.rest.insert(FULFILLMENT.to_owned(), told);
    Ok(DeviceNote { act: "Used", id: device, user: user.to_owned() })
}

/// Remembers the browser if that was asked for and is still allowed; answers what it is to keep.
pub(crate) async fn keep(
    tenant: &Tenant,
    tx: &Tx,
    state: &mut State,
    user: &str,
) -> Result<Option<(NewCookie, DeviceNote)>> {
    let Some(asked) = state.rest.shift_remove(CREATION) else { return Ok(None) };
    let settings = settings::load(tenant).await?;
    let (Some(days), Some(id)) = (days(tenant, &settings, user).await?, asked.get("deviceId").and_then(Value::as_str))
    else {
        return Ok(None);
    };
    let secret = random_text(Alphabet::Alphanumeric, SECRET);
    let context = state.sign_in_context.clone().unwrap_or_default();
    let expires_at = tx.now().plus_millis(days.saturating_mul(DAY));
    let device = NewDevice {
        id,
        user,
        secret_hash: sha256(secret.as_bytes()).to_vec(),
        user_agent: context.user_agent.as_deref(),
        ip: context.ip.as_deref(),
        country: context.country.as_deref().filter(|country| country.chars().count() <= 16),
        city: context.city.as_deref(),
        expires_at,
    };
    devices::create(tx, device).await?;
    let cookie = NewCookie { name: devices::cookie_name(tenant, user), value: format!("{id}.{secret}"), expires_at };
    Ok(Some((cookie, DeviceNote { act: "Created", id: id.to_owned(), user: user.to_owned() })))
}
