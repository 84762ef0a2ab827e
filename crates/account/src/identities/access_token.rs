//! Tokens of other providers that were kept for the account.

use avouch_domain::Result;
use avouch_domain::secrets::{self, Issuer};
pub use avouch_model::secrets::AccessToken;
use avouch_outbound::Client;

use crate::Caller;

const SCOPE: &str = "identities";

/// The token of a provider.
pub async fn get(caller: &Caller, http: &Client, issuer: Issuer<'_>) -> Result<AccessToken> {
    caller.need_scope_of_tokens(SCOPE)?;
    secrets::access_token(&caller.tenant, http, &caller.user, issuer).await
}
