//! Who may use the Management API: decided here, before a handler's body runs.

use std::net::IpAddr;
use std::sync::Arc;

use avouch_model::hooks::Origin;
use avouch_model::resources::management_indicator;
use avouch_oidc::Provider;
use avouch_store::{Read as _, Tenant};
use axum::extract::{FromRef, FromRequestParts, MatchedPath, RawPathParams};
use http::header;
use http::request::Parts;

use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::openapi::{Operation, Taken};

/// The scope that opens the Management API.
const ALL: &str = "all";

/// A caller who may use the Management API of the tenant.
#[derive(Debug)]
pub(crate) struct Management {
    pub(crate) tenant: Tenant,
    /// Who calls: the subject of the token.
    pub(crate) caller: String,
    /// The address the request came to.
    endpoint: Arc<str>,
}

impl Management {
    /// The address the request came to, without a slash at the end.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The host the request came to, without its port.
    pub(crate) fn host(&self) -> &str {
        let host = self.endpoint.split("://").nth(1).unwrap_or_default();
        host.split([':', '/']).next().unwrap_or_default()
    }
}

/// The token of a `Bearer` header (RFC 6750 section 2.1).
pub(crate) fn bearer(parts: &Parts) -> Result<&str, Failure> {
    let value = parts.headers.get(header::AUTHORIZATION).ok_or(Failure::NoAuthorization)?;
    let value = value.to_str().map_err(|_| Failure::NotBearer)?;
    let (scheme, token) = value.split_once(' ').ok_or(Failure::NotBearer)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(Failure::NotBearer) }
}

/// The request as webhooks are told of it.
async fn origin<S: Send + Sync>(parts: &mut Parts, state: &S, ip: IpAddr) -> Origin {
    let matched = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let params = RawPathParams::from_request_parts(parts, state).await.ok();
    let own = |path: &str| path.strip_prefix("/api").unwrap_or(path).to_owned();
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Origin {
        ip: Some(ip.to_string()),
        user_agent: agent.map(ToOwned::to_owned),
        path: own(parts.uri.path()),
        method: parts.method.to_string(),
        params: params
            .iter()
            .flat_map(|params| params.iter())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        matched_route: own(&matched).replace('{', ":").replace('}', ""),
        interaction: None,
    }
}

impl<S> FromRequestParts<S> for Management
where
    S: Send + Sync,
    Provider: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Context { issuer, ip, .. } = Context::of(parts)?;
        let token = bearer(parts)?;
        let audience = management_indicator(issuer.tenant.id());
        let token = Provider::from_ref(state).authenticate(&issuer, &audience, token).await.map_err(Failure::Token)?;
        let caller = token.text("sub").filter(|subject| !subject.is_empty()).ok_or(Failure::NoSubject)?.to_owned();
        if !token.has_scope(ALL) {
            return Err(Failure::Forbidden);
        }
        let tenant = issuer.tenant.within(origin(parts, state, ip).await);
        Ok(Self { tenant, caller, endpoint: Arc::clone(&issuer.endpoint) })
    }
}

impl Taken for Management {
    fn describe(operation: &mut Operation<'_>) {
        operation.needs_token();
    }
}
