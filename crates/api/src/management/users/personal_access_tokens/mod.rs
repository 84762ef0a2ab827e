//! `/api/users/{userId}/personal-access-tokens`: long-lived secrets that token exchange takes.

mod delete;

use avouch_domain::users::personal_access_tokens as tokens;
use avouch_model::users::answers::PersonalAccessToken;
use avouch_model::users::requests::{ChangePersonalAccessToken, CreatePersonalAccessToken, RenamePersonalAccessToken};

use super::about;
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

const NOT_FOUND: (u16, &str) = (404, "entity.not_found");

pub(super) fn routes() -> Routes {
    const PAST: (u16, &str) = (400, "request.invalid_input");
    const USER: (u16, &str) = (404, "entity.relation_foreign_key_not_found");
    const GONE: (u16, &str) = (404, "entity.not_exists");
    const EXISTS: (u16, &str) = (422, "user.personal_access_token_name_exists");
    Routes::at("/api/users/{userId}/personal-access-tokens")
        .get(list, about("List the personal access tokens of a user", &[]))
        .post(create, about("Create a personal access token", &[PAST, USER, EXISTS]))
        .patch(change, about("Rename a personal access token", &[GONE, EXISTS]).also(204))
        .and_at("/api/users/{userId}/personal-access-tokens/{name}")
        .patch(rename, about("Rename a personal access token", &[GONE, EXISTS]).also(204))
        .delete(delete, about("Delete a personal access token", &[NOT_FOUND]))
        .merge(delete::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<Vec<PersonalAccessToken>>, Failure> {
    Ok(Json(tokens::list(&tenant, &id).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CreatePersonalAccessToken>,
) -> Result<Created<PersonalAccessToken>, Failure> {
    Ok(Created(tokens::create(&tenant, &id, input).await?))
}

async fn change(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ChangePersonalAccessToken>,
) -> Result<Json<PersonalAccessToken>, Failure> {
    let current = input.current_name.as_deref().unwrap_or(&input.name);
    Ok(Json(tokens::rename(&tenant, &id, current, &input.name).await?))
}

async fn rename(
    Management { tenant, .. }: Management,
    Ids([id, name]): Ids<2>,
    Body(input): Body<RenamePersonalAccessToken>,
) -> Result<Json<PersonalAccessToken>, Failure> {
    Ok(Json(tokens::rename(&tenant, &id, &name, &input.name).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, name]): Ids<2>) -> Result<NoContent, Failure> {
    tokens::delete(&tenant, &id, &name).await?;
    Ok(NoContent)
}
