//! The device code grant (RFC 8628 section 3.4).

use avouch_model::Timestamp;
use avouch_store::applications::Client;
use avouch_store::oidc_model_instances as stored;
use avouch_store::{Tenant, Tx};
use serde_json::Value;

use super::first_tokens::Approved;
use super::{Request, TokenResponse, Trail};
use crate::records::{self, DeviceCode, Found, Record as _};
use crate::{OidcError, Provider, audit};

/// The grant as records call it.
const GTY: &str = "device_code";

/// How long a device waits between two requests, in milliseconds: five seconds (RFC 8628 section 3.5), less what two
/// requests may differ on their way.
const INTERVAL: i64 = 4500;

impl Provider {
    pub(super) async fn device_code(
        &self,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let value = request.params.get("device_code").ok_or_else(|| OidcError::missing("device_code"))?;
        let Found { record: code, consumed_at } = poll(tenant, client, value).await?;
        trail.user.clone_from(&code.account_id);
        trail.session.clone_from(&code.session_uid);
        let (Some(account), Some(grant)) = (&code.account_id, &code.grant_id) else {
            return Err(OidcError::server("a device code without a grant is approved"));
        };
        if consumed_at.is_some() {
            audit::revoke(tenant, request.caller, (grant, account, &code.client_id)).await?;
            trail.revoked_grant = Some(grant.clone());
            return Err(OidcError::invalid_grant("the device code was used already"));
        }
        let param = |name: &str| code.params.get(name).and_then(Value::as_str);
        let approved = Approved {
            account,
            auth_time: code.auth_time,
            tells_auth_time: param("max_age").is_some(),
            grant_id: grant,
            gty: GTY,
            nonce: param("nonce"),
            resource: code.resource.as_ref(),
            session: code.session_uid.as_deref().map(|uid| (uid, code.expires_with_session.unwrap_or(false))),
            sid: code.sid.as_deref(),
            scope: code.scope.as_deref().unwrap_or_default(),
        };
        self.first_tokens(request, client, &approved, &code, trail).await
    }
}

/// The code, once its user approved it; until then the device is told how it stands.
async fn poll(tenant: &Tenant, client: &Client, value: &str) -> Result<Found<DeviceCode>, OidcError> {
    let tx = tenant.begin().await?;
    // One whose time is over is told so, as long as it is there.
    let found = records::read::<DeviceCode>(stored::lock(&tx, DeviceCode::MODEL, value).await?, Timestamp::EPOCH)?;
    let found = found.ok_or_else(|| OidcError::invalid_grant("the device code is unknown"))?;
    let code = &found.record;
    if code.client_id != client.application.id.as_str() {
        return Err(OidcError::invalid_grant("the device code is another client's"));
    }
    if code.exp <= tx.now().seconds() {
        return Err(OidcError::expired_device_code());
    }
    if code.error.is_some() {
        return Err(OidcError::access_denied_400("the user or the provider refused the device"));
    }
    if code.account_id.is_none() {
        return Err(waits(tx, code.clone()).await?);
    }
    Ok(found)
}

/// Not approved yet: the device is to wait, or to wait longer if it did not.
async fn waits(tx: Tx, code: DeviceCode) -> Result<OidcError, OidcError> {
    let now = tx.now().millis();
    let too_soon = code.last_polled_at.is_some_and(|last| now - last < INTERVAL);
    DeviceCode { last_polled_at: Some(now), ..code }.put(&tx).await?;
    tx.commit().await?;
    Ok(if too_soon { OidcError::slow_down() } else { OidcError::authorization_pending() })
}
