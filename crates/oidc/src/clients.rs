//! Clients as the provider knows them: the applications of a tenant, and those that every tenant has without a row.

use std::sync::Arc;

use avouch_domain::applications::built_in;
use avouch_model::applications::{Application, OidcClientMetadata, is_document};
use avouch_model::{ApplicationId, RedirectUri, TenantId};
use avouch_store::Read as _;
use avouch_store::applications::{self, Client};
use serde_json::json;

use crate::{Issuer, OidcError, Provider};

/// Longest client identifier that is looked up.
const LONGEST_ID: usize = 2048;

/// The console, a row of the admin tenant whose addresses depend on where operators are served.
const CONSOLE: &str = "admin-console";

impl Provider {
    /// The client of an identifier; nothing if nobody has it.
    pub(crate) async fn client(&self, issuer: &Issuer, id: &str) -> Result<Option<Arc<Client>>, OidcError> {
        if id.len() > LONGEST_ID || id.contains('\0') {
            return Ok(None);
        }
        let tenant = &issuer.tenant;
        if let Some(application) = built_in(tenant.id(), id) {
            return Ok(Some(Arc::new(self.of_every_tenant(issuer, application))));
        }
        if is_document(id) {
            return self.documented(issuer, id).await;
        }
        let found = applications::client(tenant, &ApplicationId::new(id)).await?;
        if id == CONSOLE && *tenant.id() == TenantId::admin() {
            return Ok(found.map(|client| Arc::new(self.console(&client))));
        }
        Ok(found)
    }

    /// The same, or the error that nobody has the identifier.
    pub(crate) async fn known_client(&self, issuer: &Issuer, id: &str) -> Result<Arc<Client>, OidcError> {
        if id.len() > LONGEST_ID || id.contains('\0') {
            return Err(OidcError::unknown_client("(not a client identifier)"));
        }
        self.client(issuer, id).await?.ok_or_else(|| OidcError::unknown_client(id))
    }

    /// A client without a row. It is served by the tenant itself, so its addresses are the tenant's.
    fn of_every_tenant(&self, issuer: &Issuer, mut application: Application) -> Client {
        let own = self.endpoints().of(issuer.tenant.id());
        let (redirect, post_logout) = match application.id.as_str() {
            "demo-app" => (Some("demo-app"), Some("demo-app")),
            "account-center" => (Some("account"), Some("account")),
            other => (None, Some(other)),
        };
        let at_each = |path: Option<&str>| {
            let mut all: Vec<String> =
                path.iter().flat_map(|path| [format!("{own}/{path}"), format!("{}/{path}", issuer.endpoint)]).collect();
            all.dedup();
            addresses(all)
        };
        application.oidc_client_metadata = OidcClientMetadata {
            redirect_uris: at_each(redirect),
            post_logout_redirect_uris: at_each(post_logout),
            ..OidcClientMetadata::default()
        };
        Client { application, legacy_secret: None, secrets: Vec::new(), role_ids: Vec::new() }
    }

    fn console(&self, stored: &Client) -> Client {
        let at = &self.endpoints().admin;
        let mut application = stored.application.clone();
        let metadata = &mut application.oidc_client_metadata;
        metadata.redirect_uris.extend(addresses(vec![format!("{at}/console/callback")]));
        metadata.post_logout_redirect_uris.extend(addresses(vec![format!("{at}/console")]));
        Client { application, legacy_secret: None, secrets: Vec::new(), role_ids: Vec::new() }
    }
}

/// Whether tokens tell a client which session they came from: it is told of the session's end by that name.
pub(crate) fn knows_sessions(client: &Client) -> bool {
    client.application.oidc_client_metadata.backchannel_logout_session_required.unwrap_or(false)
}

fn addresses(all: Vec<String>) -> Vec<RedirectUri> {
    all.into_iter().filter_map(|address| serde_json::from_value(json!(address)).ok()).collect()
}
