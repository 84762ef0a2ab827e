//! `/api/resources/{id}/is-default`: which resource is meant when none is named.

use avouch_domain::resources;
use avouch_model::resources::{Resource, SetDefault};

use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(404, "entity.not_exists")];
    Routes::at("/api/resources/{id}/is-default")
        .patch(set, About::new("Resources", "Make an API resource the default", ERRORS))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetDefault>,
) -> Result<Json<Resource>, Failure> {
    Ok(Json(resources::set_default(&tenant, &id, input).await?))
}
