//! `/api/authn/saml/{connectorId}`: providers that people sign in with post their SAML responses here.

use avouch_account::verifications::social::accept as accept_own;
use avouch_domain::Error;
use avouch_domain::connectors::social;
use avouch_shape::{Input, Text};
use avouch_signin::State as Progress;
use avouch_signin::verification::arrival;
use avouch_signin::verification::social::accept as accept_social;

use super::single_sign_on::saml::Onward;
use crate::http::extract::{Body, Ids, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

/// Largest response that is read, in characters of base64.
const LARGEST: usize = 512 * 1024;

/// What a provider posts.
#[derive(Debug, Input)]
struct SocialSamlResponse {
    /// The response, base64.
    #[shape(name = "SAMLResponse")]
    response: Text<1, LARGEST>,
    /// Which sign-in it is for.
    #[shape(name = "RelayState")]
    relay_state: Option<Text<0, 128>>,
}

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (422, "session.invalid_connector_id"),
        (400, "connector.unexpected_type"),
        (404, "session.connector_validation_session_not_found"),
        (400, "connector.invalid_config"),
        (400, "connector.invalid_response"),
    ];
    let about = About::new("Authn", "Take the SAML response of a social provider", ERRORS);
    Routes::at("/api/authn/saml/{connectorId}").post(accept, about)
}

async fn accept(
    visitor: Visitor,
    Ids([connector]): Ids<1>,
    Body(input): Body<SocialSamlResponse>,
) -> Result<Onward, Failure> {
    let unknown = || Failure::Domain(Error::RelayStateUnknown);
    let (provider, issuer) = (&visitor.state.0.provider, &visitor.issuer);
    social::named_for_saml(&issuer.tenant, &connector).await?;
    let uid = input.relay_state.filter(|uid| !uid.is_empty()).ok_or_else(unknown)?;
    let endpoint = &issuer.endpoint;
    if let Some(kept) = provider.result_of(issuer, &uid).await? {
        let mut progress = Progress::parse(Some(&kept)).ok_or_else(unknown)?;
        let address = accept_social(&issuer.tenant, &mut progress, &connector, &input.response).await?;
        let ticket = arrival::note(&mut progress, &connector);
        provider.keep_result(issuer, &uid, progress.to_value()).await?;
        return Onward::to(&address, &ticket, endpoint).ok_or_else(unknown);
    }
    // No sign-in: someone links an identity to an account that is there, perhaps at a page of another site. What shows that
    // it is the one who came back is in the address.
    let address = accept_own(&issuer.tenant, &uid, &connector, &input.response).await?;
    Onward::to(&address, "", endpoint).ok_or_else(unknown)
}
