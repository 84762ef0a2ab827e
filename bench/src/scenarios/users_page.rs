//! A page of users.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario {
        name: "users, a page",
        limit: Limit::None,
        requests: vec![api.get("/api/users?page=3&page_size=20")?],
    })
}
