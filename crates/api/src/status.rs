//! `/api/status`: whether the server serves.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue};

use avouch_store::Read as _;

use crate::http::answer::NoContent;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

const KEY: HeaderName = HeaderName::from_static("logto-status-api-key");
const TENANT: HeaderName = HeaderName::from_static("logto-tenant-id");

pub(crate) fn routes() -> Routes {
    Routes::at("/api/status").get(get, About::new("Status", "Check that the server serves", &[]))
}

/// 204, with the tenant for who knows the key.
struct Status(Option<HeaderValue>);

impl IntoResponse for Status {
    fn into_response(self) -> Response {
        let mut response = NoContent.into_response();
        if let Some(tenant) = self.0 {
            response.headers_mut().insert(TENANT, tenant);
        }
        response
    }
}

impl Answer for Status {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(204);
    }
}

async fn get(visitor: Visitor) -> Result<Status, Failure> {
    let key = visitor.headers.get(KEY).and_then(|value| value.to_str().ok());
    let expected = visitor.state.0.settings.status_api_key.as_ref();
    let knows = matches!((key, expected), (Some(key), Some(expected)) if expected.matches(key));
    let tenant = HeaderValue::from_str(visitor.issuer.tenant.id().as_str()).ok();
    Ok(Status(tenant.filter(|_| knows)))
}
