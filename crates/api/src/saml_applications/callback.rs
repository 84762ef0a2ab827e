//! `/api/saml-applications/{id}/callback`: people come back from signing in, and go on to the service provider.

use avouch_domain::Error;
use avouch_domain::saml::audit::{self, About as Entry};
use avouch_domain::saml_applications::callback::{self, Posted};
use avouch_shape::Input;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::http::extract::{Ids, Query, Visitor};
use crate::http::failure::{Failure, Part};
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;
use crate::oidc::pages;
use crate::saml::authn::{COOKIE, agent};

/// What the provider says.
#[derive(Debug, Input)]
struct ProviderSays {
    /// Code for the claims.
    code: Option<String>,
    /// Of the authorization request; nothing where no service provider asked.
    state: Option<String>,
    /// Where the code was sent.
    redirect_uri: Option<String>,
    /// Why there is no code.
    error: Option<String>,
    /// The same in words.
    #[shape(name = "error_description")]
    error_description: Option<String>,
}

impl ProviderSays {
    /// What came, for the audit entry.
    fn told(&self) -> Map<String, Value> {
        let Self { code, state, redirect_uri, error, error_description } = self;
        let pairs = [
            ("code", code),
            ("state", state),
            ("redirectUri", redirect_uri),
            ("error", error),
            ("error_description", error_description),
        ];
        pairs.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.as_deref()?.into()))).collect()
    }
}

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "oidc.invalid_request"),
        (400, "oidc.invalid_redirect_uri"),
        (400, "application.saml.sp_initiated_saml_sso_session_not_found_in_cookies"),
        (400, "application.saml.sp_initiated_saml_sso_session_not_found"),
        (400, "application.saml.state_mismatch"),
        (400, "application.saml.missing_email_address"),
        (404, "entity.not_exists_with_id"),
        (404, "application.saml.no_active_secret"),
        (422, "application.saml.saml_application_only"),
    ];
    let about = About::new("SAML applications", "Send someone who signed in on to the service provider", ERRORS);
    Routes::at("/api/saml-applications/{id}/callback").get(get, about)
}

/// 200 with a form that the browser posts to the service provider.
struct Onward(Posted);

impl IntoResponse for Onward {
    fn into_response(self) -> Response {
        let Posted { address, response, relay_state } = self.0;
        let mut fields = vec![("SAMLResponse", response)];
        fields.extend(relay_state.map(|state| ("RelayState", state)));
        let mut page = pages::form(StatusCode::OK, &address, &fields);
        let gone = HeaderValue::from_str(&format!("{COOKIE}=; path=/; max-age=0; samesite=strict; httponly"));
        if let Ok(gone) = gone {
            page.headers_mut().append(header::SET_COOKIE, gone);
        }
        page
    }
}

impl Answer for Onward {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_content(200, "text/html");
    }
}

async fn get(visitor: Visitor, Ids([id]): Ids<1>, Query(query): Query<ProviderSays>) -> Result<Onward, Failure> {
    let mut user = None;
    let more = json!({ "query": query.told() });
    let outcome = respond(&visitor, &id, query, &mut user).await;
    let failure = match &outcome {
        Err(Failure::Domain(error)) => Some(error),
        Err(_) | Ok(_) => None,
    };
    // What is no failure of a rule is told by the provider's own entries.
    if outcome.is_ok() || failure.is_some() {
        let ip = visitor.ip.to_string();
        let user = user.as_deref();
        let (agent, context) = (agent(&visitor), Some(&visitor.told));
        let entry = Entry { application: Some(&id), more, user, ip: &ip, agent, context };
        audit::write(&visitor.issuer.tenant, audit::CALLBACK, entry, failure).await?;
    }
    outcome.map(Onward)
}

async fn respond(
    visitor: &Visitor,
    id: &str,
    query: ProviderSays,
    user: &mut Option<String>,
) -> Result<Posted, Failure> {
    let ProviderSays { code, state, redirect_uri, error, error_description } = query;
    let (issuer, tenant) = (&visitor.issuer, &visitor.issuer.tenant);
    let code = match (code, error) {
        (Some(code), None) => code,
        (None, Some(error)) => {
            let details = error_description.map_or_else(|| error.clone(), |words| format!("{error}: {words}"));
            return Err(Error::SamlRefused { details }.into());
        }
        (Some(_), Some(_)) | (None, None) => return Err(Failure::Invalid(Part::Query, None)),
    };
    let redirect_uri = callback::redirect_uri(tenant, id, redirect_uri.as_deref()).await?;
    let session = match state {
        Some(state) => {
            let cookies = crate::oidc::cookies(&visitor.headers);
            let cookie = cookies.iter().find(|(name, _)| name == COOKIE).map(|(_, value)| value.as_str());
            Some(callback::session(tenant, id, cookie, &state).await?)
        }
        None => None,
    };
    let claims = visitor.state.0.provider.redeem(issuer, id, &code, &redirect_uri).await?;
    *user = claims.get("sub").and_then(|sub| sub.as_str()).map(ToOwned::to_owned);
    Ok(callback::respond(tenant, &issuer.endpoint, id, session, &claims).await?)
}
