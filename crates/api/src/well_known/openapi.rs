//! `/api/.well-known/….openapi.json`: the OpenAPI documents by audience.

use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::openapi::{About, Api};
use crate::http::routes::Routes;
use crate::swagger::Document;

pub(crate) fn routes() -> Routes {
    Routes::at("/api/.well-known/management.openapi.json")
        .get(management, About::new("Well-known", "Get the OpenAPI document of the Management API", &[]))
        .and_at("/api/.well-known/experience.openapi.json")
        .get(experience, About::new("Well-known", "Get the OpenAPI document of the Experience API", &[]))
        .and_at("/api/.well-known/user.openapi.json")
        .get(account, About::new("Well-known", "Get the OpenAPI document of the Account API", &[]))
}

async fn management(_: Visitor) -> Result<Document, Failure> {
    Ok(Document(Api::Management))
}

async fn experience(_: Visitor) -> Result<Document, Failure> {
    Ok(Document(Api::Experience))
}

async fn account(_: Visitor) -> Result<Document, Failure> {
    Ok(Document(Api::Account))
}
