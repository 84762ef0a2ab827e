//! Users whose attributes contain a text.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario {
        name: "users, a search",
        limit: Limit::None,
        requests: vec![api.get("/api/users?search=%25_77%25&page_size=20")?],
    })
}
