//! `/api/users`: users.

mod all_identities;
mod custom_data;
mod export;
mod grants;
mod has_password;
mod identities;
mod import;
mod is_suspended;
mod logto_configs;
mod mfa_verifications;
mod organizations;
mod password;
mod personal_access_tokens;
mod profile;
mod roles;
mod sessions;
mod sso_identities;

use avouch_domain::passwords::Passwords;
use avouch_domain::users;
use avouch_model::users::UserProfile;
use avouch_model::users::requests::{CreateUser, ListUsers, ShowUser, UpdateUser};
use axum::extract::State;

use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Query, Users};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{CappedPage, Paging};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_found");
const EMAIL: (u16, &str) = (422, "user.email_already_in_use");
const PHONE: (u16, &str) = (422, "user.phone_already_in_use");
const USERNAME: (u16, &str) = (422, "user.username_already_in_use");
const INVALID_PHONE: (u16, &str) = (422, "user.invalid_phone");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Users", summary, errors)
}

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        (400, "user.password_and_digest"),
        (400, "user.password_algorithm_required"),
        (400, "password.invalid_legacy_password_format"),
        (400, "password.unsupported_legacy_hash_algorithm"),
        USERNAME,
        EMAIL,
        PHONE,
        INVALID_PHONE,
    ];
    const UPDATE: &[(u16, &str)] = &[MISSING, EMAIL, PHONE, USERNAME, INVALID_PHONE, (422, "entity.invalid_input")];
    Routes::at("/api/users")
        .get(list, about("List users", &[(400, "request.invalid_input")]))
        .post(create, about("Create a user", CREATE))
        .and_at("/api/users/{userId}")
        .get(get, about("Get a user", &[MISSING]))
        .patch(update, about("Change a user", UPDATE))
        .delete(delete, about("Delete a user", &[(400, "user.cannot_delete_self"), MISSING]))
        .merge(all_identities::routes())
        .merge(custom_data::routes())
        .merge(export::routes())
        .merge(grants::routes())
        .merge(has_password::routes())
        .merge(identities::routes())
        .merge(import::routes())
        .merge(is_suspended::routes())
        .merge(logto_configs::routes())
        .merge(mfa_verifications::routes())
        .merge(organizations::routes())
        .merge(password::routes())
        .merge(personal_access_tokens::routes())
        .merge(profile::routes())
        .merge(roles::routes())
        .merge(sessions::routes())
        .merge(sso_identities::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ListUsers>,
    Find(search, _): Find<Users>,
    Paging(asked): Paging,
) -> Result<CappedPage<UserProfile>, Failure> {
    let (listing, is_capped) = users::list(&tenant, query, search, asked.page()).await?;
    Ok(CappedPage { asked, listing, is_capped })
}

async fn create(
    Management { tenant, .. }: Management,
    State(passwords): State<Passwords>,
    Body(input): Body<CreateUser>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(users::create(&tenant, &passwords, input).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(show): Query<ShowUser>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(users::get(&tenant, &id, &show).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateUser>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(users::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, caller, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    users::delete(&tenant, &id, &caller).await?;
    Ok(NoContent)
}
