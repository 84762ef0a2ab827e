//! Opaque access tokens, presented to the API that users have over their own account.

use crate::{Issuer, OidcError, Provider};

/// What such a token says.
#[derive(Clone, Debug)]
pub struct UserToken {
    /// User.
    pub user: String,
    /// Client.
    pub client: String,
    /// Scope values, separated by spaces.
    pub scope: String,
    /// Session that it was issued in.
    pub session: Option<String>,
}

impl Provider {
    /// What a token says; nothing if it does not count, or if it is nobody's.
    pub async fn user_token(&self, issuer: &Issuer, token: &str) -> Result<Option<UserToken>, OidcError> {
        let found = self.opaque(issuer, token).await?.filter(|record| !record.account_id.is_empty());
        // One that is bound to a key is nothing without a proof, which is not looked for here (RFC 9449 section 7.2).
        let found = found.filter(|record| record.jkt.is_none() && record.x5t.is_none());
        Ok(found.map(|record| UserToken {
            user: record.account_id,
            client: record.client_id,
            scope: record.scope,
            session: record.session_uid,
        }))
    }
}
