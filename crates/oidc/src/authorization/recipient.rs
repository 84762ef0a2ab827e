//! Who is told what came of a request: the client by way of the browser, or a device that waits.

use std::sync::Arc;

use avouch_store::Tx;
use avouch_store::applications::Client;

use super::checks::{self, Request};
use super::respond::Respond;
use super::resume::restored;
use super::{Answer, Visit, device, redirect_uri};
use crate::records::{AuthorizationCode, DeviceCode, Interaction, Record as _};
use crate::{Issuer, OidcError, Provider};

/// Who is told.
#[derive(Debug)]
pub(super) enum Recipient {
    /// The client, at its redirect URI.
    Client(Respond),
    /// The device that holds this code.
    Device(String),
}

impl Recipient {
    /// Tells of an error.
    pub(super) async fn refuse(&self, visit: &Visit<'_>, error: &OidcError) -> Result<Answer, OidcError> {
        match self {
            Self::Client(respond) => Ok(respond.error(error)),
            Self::Device(_) if error.status >= 500 => Err(error.clone()),
            Self::Device(code) => {
                let tx = visit.issuer.tenant.begin().await?;
                if let Some(found) = DeviceCode::lock(&tx, code).await? {
                    DeviceCode { error: Some(error.code.as_str().to_owned()), ..found.record }.put(&tx).await?;
                }
                tx.commit().await?;
                Ok(device::failed(visit, "InvalidRequest"))
            }
        }
    }

    /// Where the browser goes in the end, if that is the client's to say.
    pub(super) fn redirect_uri(&self) -> Option<&str> {
        match self {
            Self::Client(respond) => Some(respond.redirect_uri()),
            Self::Device(_) => None,
        }
    }

    /// Keeps what was approved where the recipient finds it: as a code of its own, or with the device's.
    pub(super) async fn approve(&self, tx: &Tx, code: &AuthorizationCode) -> Result<(), OidcError> {
        let device = match self {
            Self::Client(_) => return code.put(tx).await,
            Self::Device(device) => device,
        };
        let found = DeviceCode::lock(tx, device).await?.filter(|found| found.consumed_at.is_none());
        let waiting = found.ok_or_else(OidcError::session_not_found)?.record;
        DeviceCode {
            in_flight: None,
            account_id: Some(code.account_id.clone()),
            auth_time: code.auth_time,
            grant_id: Some(code.grant_id.clone()),
            resource: code.resource.clone(),
            session_uid: code.session_uid.clone(),
            expires_with_session: code.expires_with_session,
            sid: code.sid.clone(),
            scope: Some(code.scope.clone()),
            ..waiting
        }
        .put(tx)
        .await
    }

    /// Sends the browser on after it.
    pub(super) fn done(&self, visit: &Visit<'_>, code: &AuthorizationCode) -> Answer {
        match self {
            Self::Client(respond) => respond.code(&code.jti),
            Self::Device(_) => device::succeeded(visit),
        }
    }
}

/// What an interaction is about, checked once more: much may have changed while it waited.
pub(super) struct Resumed {
    pub(super) client: Arc<Client>,
    pub(super) recipient: Recipient,
    pub(super) request: Result<Request, OidcError>,
}

impl Provider {
    /// The request that an interaction waits with.
    pub(super) async fn resumed(&self, issuer: &Issuer, waiting: &Interaction) -> Result<Resumed, OidcError> {
        let params = restored(&waiting.params);
        if let Some(code) = &waiting.device_code {
            let client = self.device_client(issuer, params.get("client_id").unwrap_or_default()).await?;
            let request = checks::check_device(issuer, &client, &params).await;
            return Ok(Resumed { client, recipient: Recipient::Device(code.clone()), request });
        }
        let client = self.authorizing_client(issuer, &params).await?;
        let target = redirect_uri::choose(&client, &params)?;
        let request = checks::check(issuer, &client, &params).await;
        Ok(Resumed { client, recipient: Recipient::Client(Respond::new(issuer, target, &params)), request })
    }
}
