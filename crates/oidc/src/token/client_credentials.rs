//! The client credentials grant (RFC 6749 section 4.4): an application asks for itself.

use std::sync::Arc;

use avouch_model::{OrganizationId, ScopeId};
use avouch_store::applications::Client;
use avouch_store::resources::Api;
use avouch_store::{Tenant, organizations, roles};
use serde_json::{Map, Value, json};

use super::access_token::{AccessToken, new_jti, told_audience};
use super::{Request, TokenResponse, Trail};
use crate::customizer::About;
use crate::{OidcError, Provider, resources};

/// Lifetime of tokens for an organization, in seconds.
const ORGANIZATION_TTL: i64 = 3600;

impl Provider {
    pub(super) async fn client_credentials(
        &self,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let organization = request.params.get("organization_id").map(OrganizationId::new);
        if let Some(organization) = &organization {
            require_membership(tenant, organization, client).await?;
        }
        let api = target(request, organization.is_some()).await?;
        let requested = request.params.get("scope").unwrap_or_default();
        let id = client.application.id.to_string();
        let mut token = match (&api, &organization) {
            (Some(api), _) => {
                let held = scope_ids(tenant, client, organization.as_ref()).await?;
                let names: Vec<&str> =
                    held.iter().filter_map(|id| api.scope(id)).map(|scope| scope.name.as_str()).collect();
                let scope = granted(requested, &names);
                AccessToken {
                    audience: vec![api.resource.indicator.clone()],
                    lifetime: api.resource.access_token_ttl,
                    subject: id.clone(),
                    client: id,
                    jti: new_jti(),
                    scope: Some(scope).filter(|scope| !scope.is_empty()),
                    extra: organization.iter().map(|id| ("organization_id".to_owned(), id.as_str().into())).collect(),
                }
            }
            (None, Some(organization)) => {
                let names = organizations::applications::scopes(tenant, organization, &id).await?;
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                AccessToken {
                    audience: vec![format!("{}{organization}", resources::RESERVED)],
                    lifetime: ORGANIZATION_TTL,
                    subject: id.clone(),
                    client: id,
                    jti: new_jti(),
                    scope: Some(granted(requested, &names)),
                    extra: Map::new(),
                }
            }
            (None, None) => {
                return Err(OidcError::invalid_target("both `resource` and `organization_id` are not provided"));
            }
        };
        let about = About {
            client,
            account: None,
            session_uid: None,
            organization: organization.as_ref().map(OrganizationId::as_str),
            grant: None,
        };
        let claims = self.custom_claims(request, &about, || told(&token), trail).await?;
        token.extra.extend(claims);
        token.bind(trail);
        let (expires_in, scope) = (token.lifetime, token.scope.clone());
        let access_token = self.sign(request.issuer, token).await?;
        Ok(TokenResponse {
            access_token,
            expires_in,
            id_token: None,
            refresh_token: None,
            scope: None,
            token_type: "Bearer",
            own_scope: scope,
        })
    }
}

/// The token as scripts are told of it.
fn told(token: &AccessToken) -> Value {
    let mut told = json!({ "jti": token.jti, "aud": told_audience(token.audience.clone()), "clientId": token.client, "kind": "ClientCredentials" });
    if let (Some(scope), Some(members)) = (&token.scope, told.as_object_mut()) {
        members.insert("scope".to_owned(), scope.as_str().into());
    }
    told
}

/// The API that the token is for: the one named, or the default one when neither an API nor an organization is named.
async fn target(request: &Request<'_>, for_organization: bool) -> Result<Option<Arc<Api>>, OidcError> {
    let tenant = &request.issuer.tenant;
    let mut named = request.params.all("resource");
    let Some(indicator) = named.next() else {
        return if for_organization { Ok(None) } else { resources::default_api(tenant).await };
    };
    if named.next().is_some() {
        return Err(OidcError::invalid_target("only a single resource indicator value is supported"));
    }
    resources::api(tenant, indicator).await.map(Some)
}

async fn require_membership(tenant: &Tenant, organization: &OrganizationId, client: &Client) -> Result<(), OidcError> {
    if organizations::applications::is_member(tenant, organization, client.application.id.as_str()).await? {
        return Ok(());
    }
    Err(OidcError::access_denied("the application is not a member of the organization"))
}

/// Scopes that the application holds: through its roles, or through those it has in an organization.
async fn scope_ids(
    tenant: &Tenant,
    client: &Client,
    organization: Option<&OrganizationId>,
) -> Result<Vec<ScopeId>, OidcError> {
    if let Some(organization) = organization {
        let id = client.application.id.as_str();
        return Ok(organizations::applications::resource_scopes(tenant, organization, id).await?);
    }
    let mut held = Vec::new();
    for role in &client.role_ids {
        held.extend(roles::scopes::granted(tenant, role).await?.iter().cloned());
    }
    Ok(held)
}

/// What was asked for and is held, each once, in the order it was asked for. Unknown values are dropped.
fn granted(requested: &str, held: &[&str]) -> String {
    let mut scopes: Vec<&str> = Vec::new();
    for scope in requested.split(' ').filter(|scope| held.contains(scope)) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes.join(" ")
}

#[cfg(test)]
mod tests {
    use super::granted;

    #[test]
    fn grants_what_is_asked_for_and_held() {
        assert_eq!(granted("b  a nope a", &["a", "b", "c"]), "b a");
        assert_eq!(granted("", &["a"]), "");
    }
}
