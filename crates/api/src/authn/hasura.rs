//! `/api/authn/hasura`: the webhook that Hasura asks who someone is.

use avouch_domain::hasura::{self, Bearer, Question, Session};
use http::header;

use crate::http::answer::Json;
use crate::http::extract::{Query, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

/// The role that the caller wants.
const EXPECTED: &str = "expected-role";

pub(super) fn routes() -> Routes {
    Routes::at("/api/authn/hasura")
        .get(show, About::new("Authn", "Tell Hasura who someone is", &[(401, "auth.expected_role_not_found")]))
}

fn bearer_of(headers: &http::HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

async fn show(visitor: Visitor, Query(question): Query<Question>) -> Result<Json<Session>, Failure> {
    let (issuer, provider) = (&visitor.issuer, &visitor.state.0.provider);
    let subject = |token: &avouch_oidc::Token| token.text("sub").unwrap_or_default().to_owned();
    let (mut right, mut other) = (None, None);
    if let Some(token) = bearer_of(&visitor.headers) {
        right = provider.authenticate(issuer, &question.resource, token).await.ok().map(|token| subject(&token));
        if right.is_none() {
            other = provider.own_token(issuer, token).await.ok().map(|token| subject(&token));
        }
    }
    let bearer = match (&right, &other) {
        (Some(user), _) => Bearer::Right(user),
        (None, Some(user)) => Bearer::Other(user),
        (None, None) => Bearer::Nobody,
    };
    let expected = visitor.headers.get(EXPECTED).and_then(|role| role.to_str().ok());
    Ok(Json(hasura::session(&issuer.tenant, bearer, expected, &question).await?))
}
