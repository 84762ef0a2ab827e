//! What a user granted to applications.

use avouch_model::Json;
use avouch_model::applications::is_document;
use avouch_model::users::sessions::{AppType, GrantApplication, UserGrant, UserGrants};
use avouch_store::oidc_model_instances as stored;
use avouch_store::{Tenant, applications};
use serde_json::Value;

use crate::{Error, Result};

const MODEL: &str = "Grant";

/// The grants of a user; none for someone who does not exist.
pub async fn list(tenant: &Tenant, user: &str, kind: Option<AppType>) -> Result<UserGrants> {
    let mut grants = Vec::new();
    for instance in stored::of_user(tenant, MODEL, user, tenant.now()).await? {
        let client = instance.payload.get("clientId").and_then(Value::as_str).unwrap_or_default();
        if is_document(client) {
            if kind != Some(AppType::FirstParty) {
                let name = avouch_store::cimd::client_name(tenant, &instance.id).await?;
                grants.push(UserGrant {
                    payload: Json::from(&instance.payload),
                    expires_at: instance.expires_at,
                    application: GrantApplication {
                        id: client.to_owned(),
                        name: name.unwrap_or_else(|| client.to_owned()),
                    },
                    id: instance.id,
                });
            }
            continue;
        }
        let application = match super::super::applications::built_in(avouch_store::Read::id(tenant), client) {
            Some(application) => Some(application),
            None => applications::get(tenant, client).await?,
        };
        let Some(application) = application else { continue };
        let wanted = match kind {
            None => true,
            Some(AppType::FirstParty) => !application.is_third_party,
            Some(AppType::ThirdParty) => application.is_third_party,
        };
        if wanted {
            grants.push(UserGrant {
                payload: Json::from(&instance.payload),
                expires_at: instance.expires_at,
                application: GrantApplication { id: client.to_owned(), name: application.name },
                id: instance.id,
            });
        }
    }
    Ok(UserGrants { grants })
}

/// Revokes a grant with every code and token that came from it.
pub async fn delete(tenant: &Tenant, user: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let found = stored::get(&tx, MODEL, id).await?;
    let is_own = |payload: &Value| payload.get("accountId").and_then(Value::as_str) == Some(user);
    if !found.is_some_and(|grant| is_own(&grant.payload)) {
        return Err(Error::InvalidGrant);
    }
    stored::revoke_grant(&tx, id).await?;
    // Nothing remembers it: the next request asks for consent again.
    for mut session in stored::of_user(&tx, "Session", user, tenant.now()).await? {
        let authorizations = session.payload.get_mut("authorizations").and_then(Value::as_object_mut);
        let Some(authorizations) = authorizations else { continue };
        let before = authorizations.len();
        authorizations.retain(|_, authorization| authorization.get("grantId").and_then(Value::as_str) != Some(id));
        if authorizations.len() < before {
            stored::put(&tx, "Session", &session.id, &session.payload, session.expires_at).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
