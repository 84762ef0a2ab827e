//! `/api/interaction/consent`: a user's consent to what a third-party application asks for.

use avouch_domain::Error;
use avouch_model::interaction::{ConsentPage, GiveConsent};
use avouch_oidc::{Code, GivenConsent, OidcError};

use crate::experience::{GoOn, Interacting};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const DENIED: (u16, &str) = (400, "oidc.access_denied");

pub(super) fn routes() -> Routes {
    const MEMBERSHIP: (u16, &str) = (422, "organization.require_membership");
    let about = |summary, errors| About::new("Interaction", summary, errors);
    Routes::at("/api/interaction/consent")
        .get(get, about("Tell what an application asks for", &[DENIED]))
        .post(give, about("Consent to what an application asks for", &[DENIED, MEMBERSHIP]))
}

async fn get(interacting: Interacting) -> Result<Json<ConsentPage>, Failure> {
    Ok(Json(interacting.provider().consent_page(&interacting.visit()).await.map_err(failure)?))
}

/// Someone whose interaction is not about consent yet is told so as by a rule of this API, not as by the provider.
fn failure(error: OidcError) -> Failure {
    if error.code == Code::SessionNotFound { Error::NobodyToConsent.into() } else { error.into() }
}

async fn give(interacting: Interacting, Body(input): Body<GiveConsent>) -> Result<Json<GoOn>, Failure> {
    let organizations: Vec<String> = input.organization_ids.into_iter().flatten().map(Into::into).collect();
    match interacting.provider().give_consent(&interacting.visit(), &organizations).await.map_err(failure)? {
        GivenConsent::GoOn(redirect_to) => Ok(Json(GoOn { redirect_to })),
        GivenConsent::NotAMember => Err(Error::RequireMembership.into()),
    }
}
