//! `/api/dashboard/users/active`: how many users are active.

use avouch_domain::dashboard;
use avouch_model::dashboard::{ActiveUsers, ActiveUsersQuery};

use super::about;
use crate::http::answer::Json;
use crate::http::extract::{Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/dashboard/users/active")
        .get(get, about("Tell how many users are active", &[(400, "request.invalid_input")]))
}

async fn get(
    Management { tenant, .. }: Management,
    Query(query): Query<ActiveUsersQuery>,
) -> Result<Json<ActiveUsers>, Failure> {
    Ok(Json(dashboard::active_users(&tenant, query.date.as_deref()).await?))
}
