//! `/api/dashboard/users/new`: how many users are new.

use avouch_domain::dashboard;
use avouch_model::dashboard::NewUsers;

use super::about;
use crate::http::answer::Json;
use crate::http::extract::Management;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/dashboard/users/new").get(get, about("Tell how many users are new", &[]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<NewUsers>, Failure> {
    Ok(Json(dashboard::new_users(&tenant).await?))
}
