//! Audit entries of the token endpoint.

use serde_json::{Map, Value, json};

use super::{Grant, Request, TokenResponse, Trail};
use crate::audit::{self, clean};
use crate::cimd::member;
use crate::{OidcError, Params};

/// Parameters that are kept as they are; of others that they were there.
const KEPT: [&str; 5] = ["grant_type", "client_id", "resource", "scope", "organization_id"];

/// Most parameters that are kept.
const MOST: usize = 32;

/// Writes the entry; answers once it is committed.
pub(super) async fn record(
    request: &Request<'_>,
    trail: &Trail,
    outcome: &Result<TokenResponse, OidcError>,
) -> Result<(), OidcError> {
    let key = match trail.grant {
        Some(Grant::AuthorizationCode) => "ExchangeTokenBy.AuthorizationCode",
        Some(Grant::RefreshToken) => "ExchangeTokenBy.RefreshToken",
        Some(Grant::ClientCredentials) => "ExchangeTokenBy.ClientCredentials",
        Some(Grant::TokenExchange) => "ExchangeTokenBy.TokenExchange",
        Some(Grant::DeviceCode) => "ExchangeTokenBy.DeviceCode",
        None => "ExchangeTokenBy.Unknown",
    };
    audit::write(&request.issuer.tenant, key, payload(key, request, trail, outcome)).await
}

fn payload(
    key: &str,
    request: &Request<'_>,
    trail: &Trail,
    outcome: &Result<TokenResponse, OidcError>,
) -> Map<String, Value> {
    let mut payload = audit::begin(key, request.caller, outcome.as_ref().err());
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    if let Some(client) = &trail.client {
        put(member(client.application.id.as_str()), client.application.id.as_str().into());
    }
    if let Some(name) = &trail.secret_name {
        put("applicationSecret", json!({ "name": name }));
    }
    if let Some(user) = &trail.user {
        put("userId", user.as_str().into());
    }
    if let Some(session) = &trail.session {
        put("sessionId", session.as_str().into());
    }
    if let Some(grant) = &trail.revoked_grant {
        put("grantId", grant.as_str().into());
        put("reason", "a refresh token was used again after another took its place".into());
    }
    if let Some(claims) = &trail.custom_claims {
        put("customTokenClaims", Value::Object(claims.clone()));
    }
    if let Some(error) = &trail.custom_error {
        put("customJwtError", clean(error).into());
    }
    put("params", params(request.params));
    if let Ok(response) = outcome {
        let types = [("RefreshToken", response.refresh_token.is_some()), ("IdToken", response.id_token.is_some())];
        let types = types.into_iter().filter_map(|(name, is_there)| is_there.then_some(name));
        put("tokenTypes", std::iter::once("AccessToken").chain(types).collect());
        if let Some(scope) = response.scope.as_ref().or(response.own_scope.as_ref()) {
            put("scope", scope.as_str().into());
        }
    }
    payload
}

/// The parameters without secrets, and without what would fill the table.
fn params(params: &Params) -> Value {
    let mut kept = Map::new();
    for (name, value) in params.iter().take(MOST) {
        let value = if KEPT.contains(&name) { clean(value) } else { "******".to_owned() };
        kept.insert(clean(name), value.into());
    }
    Value::Object(kept)
}

#[cfg(test)]
mod tests {
    use super::params;
    use crate::Params;

    #[test]
    fn keeps_no_secret() {
        let kept =
            params(&Params::from_form(b"grant_type=client_credentials&client_secret=hunter2&scope=a%00b&password=x"));
        assert_eq!(
            kept,
            serde_json::json!({
                "grant_type": "client_credentials", "client_secret": "******", "scope": "ab", "password": "******",
            })
        );
    }
}
