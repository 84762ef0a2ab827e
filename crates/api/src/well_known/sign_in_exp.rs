//! `/api/.well-known/sign-in-exp`: what sign-in pages need; `/api/.well-known/experience` is the same.

use avouch_model::sign_in_exp::PublicSettings;
use avouch_model::well_known::ForWhom;

use crate::http::answer::Json;
use crate::http::extract::{Query, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    let about = || About::new("Well-known", "Get what sign-in pages need", &[]);
    Routes::at("/api/.well-known/sign-in-exp").get(get, about()).and_at("/api/.well-known/experience").get(get, about())
}

async fn get(visitor: Visitor, Query(whom): Query<ForWhom>) -> Result<Json<PublicSettings>, Failure> {
    let (application, organization) = (whom.app_id.as_deref(), whom.organization_id.as_deref());
    let settings = avouch_domain::sign_in_exp::public::get(&visitor.issuer.tenant, application, organization).await?;
    Ok(Json(settings))
}
