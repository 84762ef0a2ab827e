//! `/api/hooks/{id}/test`: trying a webhook out.

use avouch_domain::hooks;
use avouch_model::hooks::TestHook;
use axum::extract::State;

use super::{MISSING, about};
use crate::http::answer::NoContent;
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[MISSING, (422, "hook.send_test_payload_failed"), (422, "hook.endpoint_responded_with_error")];
    Routes::at("/api/hooks/{id}/test").post(send, about("Send made-up payloads to a webhook", ERRORS))
}

async fn send(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
    Body(input): Body<TestHook>,
) -> Result<NoContent, Failure> {
    hooks::test::send(&tenant, &state.0.outbound, &id, input).await?;
    Ok(NoContent)
}
