//! `/api/authn/single-sign-on/saml/{connectorId}`: identity providers post their SAML responses here.

use avouch_domain::Error;
use avouch_domain::saml::audit::{self, About as Entry};
use avouch_domain::sso_connectors::{Reach, idp_initiated};
use avouch_shape::{Input, Text};
use avouch_signin::State as Progress;
use avouch_signin::verification::{arrival, sso};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::http::answer;
use crate::http::extract::{Body, Ids, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;
use crate::saml::authn::agent;

/// The cookie of who came from a provider without having been sent there.
pub(crate) const TICKET: &str = "_logto_idp_saml_sso_session_id";

/// Largest response that is read, in characters of base64.
const LARGEST: usize = 512 * 1024;

/// What an identity provider posts.
#[derive(Debug, Input)]
struct SsoSamlResponse {
    /// The response, base64.
    #[shape(name = "SAMLResponse")]
    response: Text<1, LARGEST>,
    /// Which sign-in it is for.
    #[shape(name = "RelayState")]
    relay_state: Option<Text<0, 128>>,
}

pub(in crate::authn) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (404, "session.connector_validation_session_not_found"),
        (404, "entity.not_exists_with_id"),
        (404, "connector.not_found"),
        (400, "connector.invalid_config"),
        (400, "connector.invalid_metadata"),
        (400, "connector.invalid_response"),
    ];
    let about = About::new("Authn", "Take the SAML response of an enterprise's provider", ERRORS);
    Routes::at("/api/authn/single-sign-on/saml/{connectorId}").post(accept, about)
}

/// Where the browser goes on, and what it keeps.
pub(in crate::authn) struct Onward {
    address: HeaderValue,
    cookie: Option<HeaderValue>,
}

impl Onward {
    /// To an address, for the browser that brought a response.
    pub(in crate::authn) fn to(address: &str, ticket: &str, endpoint: &str) -> Option<Self> {
        let cookie = cookie(arrival::COOKIE, ticket, arrival::LIFETIME, endpoint);
        Some(Self { address: HeaderValue::from_str(address).ok()?, cookie: Some(HeaderValue::from_str(&cookie).ok()?) })
    }
}

/// A cookie that goes along when the browser, which comes from the provider's site, goes on to ours: a strict one would not.
fn cookie(name: &str, value: &str, age: impl std::fmt::Display, endpoint: &str) -> String {
    let secure = if endpoint.starts_with("https://") { "; secure" } else { "" };
    format!("{name}={value}; path=/; max-age={age}; samesite=lax; httponly{secure}")
}

impl IntoResponse for Onward {
    fn into_response(self) -> Response {
        let mut response = answer::text(StatusCode::FOUND);
        response.headers_mut().insert(header::LOCATION, self.address);
        if let Some(cookie) = self.cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl Answer for Onward {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(302);
    }
}

async fn accept(
    visitor: Visitor,
    Ids([connector]): Ids<1>,
    Body(input): Body<SsoSamlResponse>,
) -> Result<Onward, Failure> {
    let unknown = || Failure::Domain(Error::RelayStateUnknown);
    let issuer = &visitor.issuer;
    let reach = Reach { http: &visitor.state.0.outbound, endpoint: &issuer.endpoint };
    let Some(uid) = input.relay_state.filter(|uid| !uid.is_empty()) else {
        return arrive(&visitor, reach, &connector, &input.response).await;
    };
    let provider = &visitor.state.0.provider;
    let kept = provider.result_of(issuer, &uid).await?;
    let mut progress = Progress::parse(kept.as_ref()).ok_or_else(unknown)?;
    let address = sso::accept(&issuer.tenant, reach, &mut progress, &connector, &input.response).await?;
    let ticket = arrival::note(&mut progress, &connector);
    provider.keep_result(issuer, &uid, progress.to_value()).await?;
    Onward::to(&address, &ticket, &issuer.endpoint).ok_or_else(unknown)
}

/// Takes in someone who came from the provider without having been sent there.
async fn arrive(visitor: &Visitor, reach: Reach<'_>, connector: &str, response: &str) -> Result<Onward, Failure> {
    let tenant = &visitor.issuer.tenant;
    let arrived = idp_initiated::arrive(tenant, reach, connector, response).await;
    // Where nobody may come unasked there was no such sign-in.
    if !matches!(arrived, Err(Error::RelayStateUnknown | Error::NotExistsWithId { .. })) {
        let ip = visitor.ip.to_string();
        let more =
            arrived.as_ref().map_or_else(|_| json!({ "connectorId": connector }), |arrival| arrival.told.clone());
        let context = Some(&visitor.told);
        let entry = Entry { more, ip: &ip, agent: agent(visitor), context, ..Entry::default() };
        audit::write(tenant, audit::ARRIVAL, entry, arrived.as_ref().err()).await?;
    }
    let arrival = arrived?;
    let cookie = cookie(TICKET, &arrival.ticket, idp_initiated::LIFETIME, &visitor.issuer.endpoint);
    let text = |text: &str| HeaderValue::from_str(text).map_err(|_| Failure::Domain(Error::RelayStateUnknown));
    Ok(Onward { address: text(&arrival.address)?, cookie: Some(text(&cookie)?) })
}
