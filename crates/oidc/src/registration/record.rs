//! The token that manages a registered client.

use avouch_crypto::sha256;
use avouch_model::Timestamp;
use avouch_store::Tenant;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};

use crate::OidcError;
use crate::records::{Found, Record};

/// How long it counts after it was last used, in seconds.
const LIFETIME: i64 = 365 * 86_400;

/// The token that manages a registered client, kept as its hash.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegistrationToken {
    iat: i64,
    exp: i64,
    kind: String,
    jti: String,
    client_id: String,
}

impl Record for RegistrationToken {
    const MODEL: &'static str = "RegistrationAccessToken";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}

fn hashed(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(sha256(token.as_bytes()))
}

impl RegistrationToken {
    pub(super) fn new(client: &str, token: &str, now: Timestamp) -> Self {
        let iat = now.seconds();
        let (kind, client_id) = (Self::MODEL.to_owned(), client.to_owned());
        Self { iat, exp: iat + LIFETIME, kind, jti: hashed(token), client_id }
    }

    pub(super) async fn keep(&self, tenant: &Tenant) -> Result<(), OidcError> {
        let tx = tenant.begin().await?;
        self.put(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// Whether a token manages a client. One that is in use stays.
    pub(super) async fn manages(tenant: &Tenant, token: &str, client: &str) -> Result<bool, OidcError> {
        let now = tenant.now();
        let found = Self::find(tenant, &hashed(token), now).await?.filter(|found| found.record.client_id == client);
        let Some(Found { record, .. }) = found else { return Ok(false) };
        if record.exp - now.seconds() < LIFETIME / 2 {
            Self { exp: now.seconds() + LIFETIME, ..record }.keep(tenant).await?;
        }
        Ok(true)
    }

    pub(super) async fn forget(tenant: &Tenant, token: &str) -> Result<(), OidcError> {
        let tx = tenant.begin().await?;
        avouch_store::oidc_model_instances::delete(&tx, Self::MODEL, &hashed(token)).await?;
        Ok(tx.commit().await?)
    }
}
