//! `/api/authn/single-sign-on/saml/{connectorId}`: identity providers post their SAML responses here.

use avouch_domain::Error;
use avouch_domain::sso_connectors::Reach;
use avouch_shape::{Input, Text};
use avouch_signin::State as Progress;
use avouch_signin::verification::sso;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::http::answer;
use crate::http::extract::{Body, Ids, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

/// What an identity provider posts.
#[derive(Debug, Input)]
struct Posted {
    /// The response, base64.
    #[shape(name = "SAMLResponse")]
    response: String,
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

/// Where the browser goes on.
struct Found(HeaderValue);

impl IntoResponse for Found {
    fn into_response(self) -> Response {
        let mut response = answer::text(StatusCode::FOUND);
        response.headers_mut().insert(header::LOCATION, self.0);
        response
    }
}

impl Answer for Found {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(302);
    }
}

async fn accept(visitor: Visitor, Ids([connector]): Ids<1>, Body(input): Body<Posted>) -> Result<Found, Failure> {
    let unknown = || Failure::Domain(Error::RelayStateUnknown);
    let uid = input.relay_state.filter(|uid| !uid.is_empty()).ok_or_else(unknown)?;
    let (provider, issuer) = (&visitor.state.0.provider, &visitor.issuer);
    let kept = provider.result_of(issuer, &uid).await?;
    let mut progress = Progress::parse(kept.as_ref()).ok_or_else(unknown)?;
    let reach = Reach { http: &visitor.state.0.outbound, endpoint: &issuer.endpoint };
    let address = sso::accept(&issuer.tenant, reach, &mut progress, &connector, &input.response).await?;
    let address = HeaderValue::from_str(&address).map_err(|_| unknown())?;
    provider.keep_result(issuer, &uid, progress.to_value()).await?;
    Ok(Found(address))
}
