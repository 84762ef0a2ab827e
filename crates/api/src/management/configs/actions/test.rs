//! `/api/configs/actions/test`: trying a script out.

use avouch_domain::configs::actions;
use avouch_model::configs::actions::TestAction;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::Value;

use crate::http::answer;
use crate::http::app::State as App;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::{Answer, Operation};
use crate::http::routes::Routes;
use crate::management::configs::about;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(403, "action.general"), (422, "action.general")];
    Routes::at("/api/configs/actions/test").post(test, about("Try a script that is asked at sign-in", ERRORS))
}

/// 200 with what the script returns; 204 where that is nothing.
struct Returned(Option<Value>);

impl IntoResponse for Returned {
    fn into_response(self) -> Response {
        match self.0 {
            Some(value) => answer::json(StatusCode::OK, &value),
            None => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl Answer for Returned {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<Value>(200);
        operation.answers_nothing(204);
    }
}

async fn test(_: Management, State(state): State<App>, Body(input): Body<TestAction>) -> Result<Returned, Failure> {
    Ok(Returned(actions::test(state.0.provider.scripts(), input).await?))
}
