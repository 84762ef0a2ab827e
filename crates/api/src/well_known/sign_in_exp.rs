//! `/api/.well-known/sign-in-exp`: what sign-in pages need; `/api/.well-known/experience` is the same.

use avouch_domain::sign_in_exp::public;
use avouch_model::sign_in_exp::PublicSettings;
use avouch_model::well_known::ForWhom;
use axum::response::{IntoResponse, Response};

use super::kept::Body;
use crate::http::extract::{Query, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    let about = || About::new("Well-known", "Get what sign-in pages need", &[]);
    Routes::at("/api/.well-known/sign-in-exp").get(get, about()).and_at("/api/.well-known/experience").get(get, about())
}

/// 200 with settings that are written already.
#[derive(Debug)]
struct Settings(Response);

impl IntoResponse for Settings {
    fn into_response(self) -> Response {
        self.0
    }
}

impl Answer for Settings {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<PublicSettings>(200);
    }
}

async fn get(visitor: Visitor, Query(whom): Query<ForWhom>) -> Result<Settings, Failure> {
    let (application, organization) = (whom.app_id.as_deref(), whom.organization_id.as_deref());
    let tenant = &visitor.issuer.tenant;
    let make = async { Body::new(&public::get(tenant, application, organization).await?) };
    let name = format!("settings {} {}", application.unwrap_or_default(), organization.unwrap_or_default());
    let body = visitor.state.0.well_known.get(tenant, name, make).await?;
    Ok(Settings(body.answer(&visitor.headers)))
}
