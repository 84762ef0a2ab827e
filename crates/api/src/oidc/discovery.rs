//! `/oidc/.well-known/openid-configuration` and `/oidc/.well-known/oauth-authorization-server`.

use axum::extract::State as AxumState;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;

use super::{cors, error};
use crate::http::answer;
use crate::http::app::State;
use crate::http::extract::Visitor;

pub(super) async fn get(AxumState(state): AxumState<State>, visitor: Visitor) -> Response {
    let mut response = match state.0.provider.discovery(&visitor.issuer).await {
        Ok(document) => answer::json_bytes(StatusCode::OK, Bytes::from_owner(document)),
        Err(failure) => error::answer(&failure, ""),
    };
    cors::allow(&visitor.headers, &mut response);
    response
}
