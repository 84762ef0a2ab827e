//! `/api/swagger.json`: the OpenAPI document of every operation.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::http::answer;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::openapi::{self, About, Answer, Api, Operation};
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::at("/api/swagger.json")
        .get(get, About::new("Swagger.json", "Get the OpenAPI document of every operation", &[]))
}

/// 200 with an OpenAPI document.
pub(crate) struct Document(pub(crate) Api);

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        answer::json_bytes(StatusCode::OK, openapi::bytes(self.0))
    }
}

impl Answer for Document {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<avouch_shape::JsonObject>(200);
    }
}

async fn get(_: Visitor) -> Result<Document, Failure> {
    Ok(Document(Api::All))
}
