//! `/api/connectors/{factoryId}/test`: a message to try a configuration with.

use avouch_domain::connectors;
use avouch_model::connectors::TestMessage;
use axum::extract::State;

use super::about;
use crate::http::answer::NoContent;
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "connector.not_found"),
        (400, "connector.unexpected_type"),
        (400, "connector.invalid_config"),
        (400, "connector.template_not_found"),
        (400, "connector.general"),
        (400, "connector.invalid_request_parameters"),
        (429, "connector.rate_limit_exceeded"),
        (501, "connector.not_implemented"),
    ];
    Routes::at("/api/connectors/{factoryId}/test").post(send, about("Send a message with a configuration", ERRORS))
}

async fn send(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([factory]): Ids<1>,
    Body(input): Body<TestMessage>,
) -> Result<NoContent, Failure> {
    connectors::test(&tenant, &state.0.outbound, &factory, &input).await?;
    Ok(NoContent)
}
