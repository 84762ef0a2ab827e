//! `/api/dashboard/users/total`: how many users there are.

use avouch_domain::dashboard;
use avouch_model::dashboard::TotalUsers;

use super::about;
use crate::http::answer::Json;
use crate::http::extract::Management;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/dashboard/users/total").get(get, about("Tell how many users there are", &[]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<TotalUsers>, Failure> {
    Ok(Json(dashboard::total(&tenant).await?))
}
