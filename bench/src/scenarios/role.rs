//! A role by its identifier.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;
use crate::tenant::Tenant;

pub(super) fn scenario(api: &Api, tenant: &Tenant) -> Result<Scenario, Failure> {
    Ok(Scenario {
        name: "role by id",
        limit: Limit::Row,
        requests: vec![api.get(&format!("/api/roles/{}", tenant.role))?],
    })
}
