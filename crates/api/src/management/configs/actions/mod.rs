//! `/api/configs/actions`: scripts that have a say when people sign in.

mod test;

use avouch_domain::configs::actions;
use avouch_model::configs::actions::{Action, KeyedAction, OfActionType, SetAction, UpdateAction};

use super::about;
use crate::http::answer::{CreatedOr, Json, NoContent};
use crate::http::extract::{Body, Management, Params};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: &[(u16, &str)] = &[(404, "entity.not_exists_with_id")];
    Routes::at("/api/configs/actions")
        .get(list, about("List the scripts that are asked at sign-in", &[]))
        .and_at("/api/configs/actions/{actionType}")
        .get(get, about("Get a script that is asked at sign-in", MISSING))
        .put(replace, about("Set a script that is asked at sign-in", &[]))
        .patch(update, about("Change a script that is asked at sign-in", MISSING))
        .delete(delete, about("Delete a script that is asked at sign-in", &[(404, "entity.not_found")]))
        .merge(test::routes())
}

async fn list(Management { tenant, .. }: Management) -> Result<Json<Vec<KeyedAction>>, Failure> {
    Ok(Json(actions::list(&tenant).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    Params(OfActionType { action_type }): Params<OfActionType>,
) -> Result<Json<Action>, Failure> {
    Ok(Json(actions::get(&tenant, action_type).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Params(OfActionType { action_type }): Params<OfActionType>,
    Body(input): Body<SetAction>,
) -> Result<CreatedOr<Action>, Failure> {
    let (is_new, body) = actions::replace(&tenant, action_type, input).await?;
    Ok(CreatedOr { is_new, body })
}

async fn update(
    Management { tenant, .. }: Management,
    Params(OfActionType { action_type }): Params<OfActionType>,
    Body(input): Body<UpdateAction>,
) -> Result<Json<Action>, Failure> {
    Ok(Json(actions::update(&tenant, action_type, input).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    Params(OfActionType { action_type }): Params<OfActionType>,
) -> Result<NoContent, Failure> {
    actions::delete(&tenant, action_type).await?;
    Ok(NoContent)
}
