//! `/api/experience`: the API of sign-in pages, ours or anyone's. No bearer token: the browser's cookies name the
//! authorization request that it is about.

mod identification;
mod interacting;
mod interaction;
mod interaction_event;
mod preflight;
mod profile;
mod sso_connectors;
mod submit;
mod user_assets;
mod verification;

use avouch_signin::audit::{self, Step};
use avouch_signin::event::{self, Start};
use serde_json::json;

use crate::http::answer::NoContent;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;
pub(crate) use interacting::Interacting;
pub(crate) use submit::GoOn;

const NOT_STARTED: (u16, &str) = (404, "session.interaction_not_found");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Experience", summary, errors)
}

pub(crate) fn routes() -> Routes {
    Routes::at("/api/experience")
        .put(start, about("Start a sign-in, a registration or a recovery", &[(422, "session.captcha_failed")]))
        .merge(identification::routes())
        .merge(interaction::routes())
        .merge(interaction_event::routes())
        .merge(preflight::routes())
        .merge(profile::routes())
        .merge(sso_connectors::routes())
        .merge(submit::routes())
        .merge(user_assets::routes())
        .merge(verification::routes())
}

async fn start(interacting: Interacting, Body(input): Body<Start>) -> Result<NoContent, Failure> {
    let (tenant, around, params) = (interacting.tenant(), interacting.around(), interacting.params());
    let verdict = event::captcha(tenant, &around, &input).await?;
    let outcome = event::start(&around, interacting.kept(), &input, verdict.as_ref());
    if let Some(verdict) = &verdict {
        audit::captcha(tenant, &around, params, verdict).await?;
    }
    if let Ok(state) = &outcome {
        interacting.keep(state).await?;
    }
    let told = json!({ "interactionEvent": input.interaction_event });
    let state = outcome.as_ref().ok();
    let more = serde_json::Map::new();
    let step = Step { event: input.interaction_event, act: "Create", told, state, params, more };
    audit::write(tenant, &around, &step, outcome.as_ref().err()).await?;
    outcome?;
    Ok(NoContent)
}
