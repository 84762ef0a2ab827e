//! `/api/users/{userId}/personal-access-tokens/delete`: removal by a name that would not fit into a path.

use avouch_domain::users::personal_access_tokens as tokens;
use avouch_model::users::requests::RenamePersonalAccessToken as Named;

use super::NOT_FOUND;
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::users::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/personal-access-tokens/delete")
        .post(delete, about("Delete a personal access token by its name", &[NOT_FOUND]))
}

async fn delete(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<Named>,
) -> Result<NoContent, Failure> {
    tokens::delete(&tenant, &id, &input.name).await?;
    Ok(NoContent)
}
