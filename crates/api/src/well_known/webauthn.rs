//! `/.well-known/webauthn`: where the tenant's passkeys may be used beside its own pages (Web Authentication Level 3,
//! section 5.11).

use avouch_domain::account_center;
use axum::Router;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::header;
use serde_json::json;

use crate::http::answer;
use crate::http::app::State;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;

pub(crate) fn router() -> Router<State> {
    Router::new().route("/.well-known/webauthn", get(origins))
}

async fn origins(visitor: Visitor) -> Result<Response, Failure> {
    let origins = account_center::related_origins(&visitor.issuer.tenant).await?;
    Ok(([(header::CONTENT_TYPE, answer::JSON)], json!({ "origins": origins }).to_string()).into_response())
}
