//! `/api/saml/{id}/authn`: service providers send people here to sign in.

use avouch_domain::saml::audit::{self, About as Entry};
use avouch_domain::saml::authn::{self, Away, Came, LIFETIME};
use avouch_shape::{Input, Text};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde_json::json;

use crate::http::extract::{Body, Ids, Query, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

/// The cookie that says which sign-in a browser began.
pub(crate) const COOKIE: &str = "_logto_sp_saml_sso_session_id";

/// What comes in an address.
#[derive(Debug, Input)]
struct SamlRedirect {
    /// The request: base64 of deflated XML.
    #[shape(name = "SAMLRequest")]
    request: Text<1, 65536>,
    /// What the service provider wants back.
    #[shape(name = "RelayState")]
    relay_state: Option<Text<0, 512>>,
    /// Taken and not looked at: nothing of a request says where responses go.
    #[expect(dead_code, reason = "taken and not looked at")]
    #[shape(name = "Signature")]
    signature: Option<String>,
    /// Taken and not looked at, as the signature.
    #[expect(dead_code, reason = "taken and not looked at")]
    #[shape(name = "SigAlg")]
    algorithm: Option<String>,
}

/// What is posted.
#[derive(Debug, Input)]
struct SamlRequest {
    /// The request: base64 of XML.
    #[shape(name = "SAMLRequest")]
    request: Text<1, 131_072>,
    /// What the service provider wants back.
    #[shape(name = "RelayState")]
    relay_state: Option<Text<0, 512>>,
}

pub(crate) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "application.saml.entity_id_required"),
        (400, "application.saml.acs_url_required"),
        (400, "application.saml.invalid_saml_request"),
        (400, "application.saml.auth_request_issuer_not_match"),
        (404, "entity.not_exists_with_id"),
        (404, "application.saml.no_active_secret"),
        (422, "application.saml.saml_application_only"),
    ];
    let about = |summary| About::new("SAML applications", summary, ERRORS);
    Routes::at("/api/saml/{id}/authn")
        .get(by_redirect, about("Sign in for a service provider, asked by redirect").also(200))
        .post(by_post, about("Sign in for a service provider, asked by POST").also(200))
}

/// 302 to the provider, with the cookie.
struct Departure {
    away: Away,
    secure: bool,
}

impl IntoResponse for Departure {
    fn into_response(self) -> Response {
        let mut response = crate::oidc::found(&self.away.address);
        let secure = if self.secure { "; secure" } else { "" };
        let session = self.away.session;
        let cookie = format!("{COOKIE}={session}; path=/; max-age={LIFETIME}; samesite=strict; httponly{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl Answer for Departure {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(302);
    }
}

async fn by_redirect(
    visitor: Visitor,
    Ids([id]): Ids<1>,
    Query(SamlRedirect { request, relay_state, .. }): Query<SamlRedirect>,
) -> Result<Departure, Failure> {
    take(&visitor, &id, Came { request: &request, in_query: true, relay_state: relay_state.as_deref() }).await
}

async fn by_post(
    visitor: Visitor,
    Ids([id]): Ids<1>,
    Body(SamlRequest { request, relay_state }): Body<SamlRequest>,
) -> Result<Departure, Failure> {
    take(&visitor, &id, Came { request: &request, in_query: false, relay_state: relay_state.as_deref() }).await
}

async fn take(visitor: &Visitor, id: &str, came: Came<'_>) -> Result<Departure, Failure> {
    let issuer = &visitor.issuer;
    let taken = authn::take(&issuer.tenant, &issuer.endpoint, id, came).await;
    let ip = visitor.ip.to_string();
    let part = if came.in_query { "query" } else { "body" };
    let mut told = json!({ "SAMLRequest": came.request });
    if let (Some(members), Some(relay_state)) = (told.as_object_mut(), came.relay_state) {
        members.insert("RelayState".to_owned(), relay_state.into());
    }
    let more = json!({ part: told });
    let context = Some(&visitor.told);
    let entry = Entry { application: Some(id), more, ip: &ip, agent: agent(visitor), context, ..Entry::default() };
    audit::write(&issuer.tenant, audit::AUTHN_REQUEST, entry, taken.as_ref().err()).await?;
    Ok(Departure { away: taken?, secure: issuer.endpoint.starts_with("https://") })
}

/// The `User-Agent` header.
pub(crate) fn agent(visitor: &Visitor) -> Option<&str> {
    visitor.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok())
}
