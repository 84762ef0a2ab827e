//! `/api/applications/{id}/secrets`: secrets of an application.

use avouch_domain::applications::secrets;
use avouch_model::applications::{ApplicationSecret, CreateSecret, UpdateSecret};

use super::{MISSING, NOT_FOUND};
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const EXISTS: (u16, &str) = (422, "application.secret_name_exists");
    const PAST: (u16, &str) = (400, "request.invalid_input");
    const TYPE: (u16, &str) = (422, "entity.db_constraint_violated");
    let about = |summary, errors| About::new("Applications", summary, errors);
    Routes::at("/api/applications/{id}/secrets")
        .get(list, about("List the secrets of an application", &[MISSING]))
        .post(create, about("Create a secret", &[PAST, MISSING, EXISTS, TYPE]))
        .and_at("/api/applications/{id}/secrets/{name}")
        .patch(update, about("Rename a secret", &[(404, "entity.not_exists"), EXISTS]).also(204))
        .delete(delete, about("Delete a secret", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<Vec<ApplicationSecret>>, Failure> {
    Ok(Json(secrets::list(&tenant, &id).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CreateSecret>,
) -> Result<Created<ApplicationSecret>, Failure> {
    Ok(Created(secrets::create(&tenant, &id, input).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id, name]): Ids<2>,
    Body(input): Body<UpdateSecret>,
) -> Result<Json<ApplicationSecret>, Failure> {
    Ok(Json(secrets::update(&tenant, &id, &name, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, name]): Ids<2>) -> Result<NoContent, Failure> {
    secrets::delete(&tenant, &id, &name).await?;
    Ok(NoContent)
}
