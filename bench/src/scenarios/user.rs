//! A user by its identifier, another one each time.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;
use crate::tenant::Tenant;

pub(super) fn scenario(api: &Api, tenant: &Tenant) -> Result<Scenario, Failure> {
    let requests: Result<Vec<_>, _> = tenant.users.iter().map(|id| api.get(&format!("/api/users/{id}"))).collect();
    Ok(Scenario { name: "user by id", limit: Limit::Row, requests: requests? })
}
