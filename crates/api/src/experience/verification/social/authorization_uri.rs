//! `/api/experience/verification/social/{connectorId}/authorization-uri`: go to a social provider.

use avouch_signin::verification::social::{self, Depart, Departure};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.insufficient_info"),
        (400, "connector.unexpected_type"),
        (400, "connector.invalid_config"),
        NOT_STARTED,
        (404, "entity.not_found"),
    ];
    Routes::at("/api/experience/verification/social/{connectorId}/authorization-uri")
        .post(depart, about("Go to a social provider", ERRORS))
}

async fn depart(
    interacting: Interacting,
    Ids([connector]): Ids<1>,
    Body(input): Body<Depart>,
) -> Result<Json<Departure>, Failure> {
    let mut progress = interacting.progress()?;
    let (tenant, around) = (interacting.tenant(), interacting.around());
    let told = json!({ "connectorId": connector, "redirectUri": input.redirect_uri });
    let outcome = social::depart(tenant, &around, &mut progress, &connector, &input).await;
    let departure = interacting.step("Verification.Social.Create", told, &progress, outcome).await?;
    Ok(Json(departure))
}
