//! Operations that anyone may use.

use avouch_oidc::Issuer;
use axum::extract::{FromRequestParts, State as AxumState};
use http::request::Parts;
use serde_json::{Map, Value};

use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::openapi::{Operation, Taken};

/// Anyone, at the tenant that the request is for.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) issuer: Issuer,
    pub(crate) state: State,
    pub(crate) headers: http::HeaderMap,
    /// Where the request comes from.
    pub(crate) ip: std::net::IpAddr,
    /// What a proxy in front tells of that.
    pub(crate) told: Map<String, Value>,
}

impl FromRequestParts<State> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Failure> {
        let Context { issuer, ip, told, .. } = Context::of(parts)?;
        let AxumState(state) =
            AxumState::<State>::from_request_parts(parts, state).await.unwrap_or_else(|never| match never {});
        Ok(Self { issuer, state, headers: parts.headers.clone(), ip, told })
    }
}

impl Taken for Visitor {
    fn describe(_: &mut Operation<'_>) {}
}
