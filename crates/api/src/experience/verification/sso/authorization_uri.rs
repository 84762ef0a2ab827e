//! `/api/experience/verification/sso/{connectorId}/authorization-uri`: go to the provider of an enterprise.

use avouch_signin::verification::sso::{self, Depart, Departure, Origin};
use serde_json::json;

use crate::authn::single_sign_on::saml::TICKET;
use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (404, "entity.not_exists_with_id"),
        (404, "connector.not_found"),
        (500, "connector.invalid_config"),
        (500, "connector.invalid_metadata"),
        (500, "single_sign_on.sso_signing_unavailable"),
    ];
    Routes::at("/api/experience/verification/sso/{connectorId}/authorization-uri")
        .post(depart, about("Go to the provider of an enterprise", ERRORS))
}

async fn depart(
    interacting: Interacting,
    Ids([connector]): Ids<1>,
    Body(input): Body<Depart>,
) -> Result<Json<Departure>, Failure> {
    let mut progress = interacting.progress()?;
    let ticket = interacting.cookie(TICKET);
    let origin = Origin { relay_state: interacting.around().session, ticket };
    let told = json!({ "connectorId": connector, "redirectUri": input.redirect_uri });
    let outcome =
        sso::depart(interacting.tenant(), interacting.reach(), origin, &mut progress, (&connector, &input)).await;
    let departure = interacting.step("Verification.EnterpriseSso.Create", told, &progress, outcome).await?;
    Ok(Json(departure))
}
