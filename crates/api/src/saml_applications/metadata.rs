//! `/api/saml-applications/{id}/metadata`: what this server says of itself to a service provider.

use avouch_domain::saml_applications::metadata;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::http::extract::{Ids, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (404, "entity.not_exists_with_id"),
        (404, "application.saml.no_active_secret"),
        (422, "application.saml.saml_application_only"),
    ];
    let about = About::new("SAML applications", "Get the metadata for a service provider", ERRORS);
    Routes::at("/api/saml-applications/{id}/metadata").get(get, about)
}

/// 200 with a document of XML.
struct Xml(String);

impl IntoResponse for Xml {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "text/xml;charset=utf-8")], self.0).into_response()
    }
}

impl Answer for Xml {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_content(200, "text/xml");
    }
}

async fn get(visitor: Visitor, Ids([id]): Ids<1>) -> Result<Xml, Failure> {
    Ok(Xml(metadata::get(&visitor.issuer.tenant, &visitor.issuer.endpoint, &id).await?))
}
