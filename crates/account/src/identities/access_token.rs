//! Tokens of other providers that were kept for the account.

use avouch_domain::{Error, Result};
use avouch_shape::Describe;
use avouch_store::users::identities as stored;
use serde::Serialize;

use crate::Caller;

const SCOPE: &str = "identities";

/// A token of another provider.
#[derive(Debug, Serialize, Describe)]
pub struct AccessToken {
    /// Token.
    pub access_token: String,
    /// What it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// How it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Seconds that are left of its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}

/// The token of a social provider.
pub async fn social(caller: &Caller, target: &str) -> Result<AccessToken> {
    caller.need_scope_of_tokens(SCOPE)?;
    let secrets = stored::secrets(&caller.tenant, &caller.user).await?;
    closed(secrets.iter().any(|secret| secret.target == target))
}

/// The token of an enterprise's provider.
pub async fn sso(caller: &Caller, connector: &str) -> Result<AccessToken> {
    caller.need_scope_of_tokens(SCOPE)?;
    let secrets = stored::sso_secrets(&caller.tenant, &caller.user).await?;
    closed(secrets.iter().any(|secret| secret.sso_connector_id == connector))
}

/// This server keeps no tokens of others, and cannot open those that another server kept.
fn closed(is_there: bool) -> Result<AccessToken> {
    Err(if is_there { Error::FeatureNotSupported } else { Error::ThirdPartyTokenNotFound })
}
