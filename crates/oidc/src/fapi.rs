//! What the FAPI 2.0 Security Profile asks of clients, where it is on: of those that prove with a key who they are. Others
//! are as they were, so that the tenant's own pages go on working.

use avouch_store::applications::Client;

use crate::client_keys::has_keys;
use crate::{Extension, OidcError, Params, Provider};

/// Signature algorithms that the profile allows (section 5.4).
pub(crate) const ALGORITHMS: [&str; 4] = ["PS256", "ES256", "EdDSA", "Ed25519"];

impl Provider {
    /// Whether the profile is asked of a client.
    pub(crate) fn is_fapi(&self, client: &Client) -> bool {
        self.extensions.has(Extension::Fapi2) && has_keys(client)
    }

    /// Whether a client's authorization requests must be pushed.
    pub(crate) fn must_push(&self, client: &Client) -> bool {
        self.extensions.has(Extension::ParRequired)
            || client.application.custom_client_metadata.require_pushed_authorization_requests == Some(true)
            || self.is_fapi(client)
    }

    /// The request names where it is answered, though the client may have one address only (section 5.3.2.2).
    pub(crate) fn check_redirect_uri_given(&self, client: &Client, params: &Params) -> Result<(), OidcError> {
        if self.is_fapi(client) && params.get("redirect_uri").is_none() {
            return Err(OidcError::missing("redirect_uri"));
        }
        Ok(())
    }
}
