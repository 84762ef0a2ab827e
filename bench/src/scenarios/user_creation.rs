//! New users without a password, another one each time.

use http::Method;
use serde_json::json;

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

/// More than any server makes while it is measured.
const MOST: usize = 100_000;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    let run = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let requests: Result<Vec<_>, _> = (0..MOST)
        .map(|number| {
            let body = json!({ "username": format!("new_{run}_{number}"), "name": "A New User" });
            api.request(Method::POST, "/api/users", body.to_string().into())
        })
        .collect();
    Ok(Scenario { name: "users, created", limit: Limit::None, requests: requests? })
}
