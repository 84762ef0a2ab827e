//! Users whose attributes contain a text, another one each time.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;
use crate::tenant::Tenant;

pub(super) fn scenario(api: &Api, tenant: &Tenant) -> Result<Scenario, Failure> {
    // A few users have the number in their names, as whoever searches for someone expects.
    let least = tenant.size / 20;
    let requests: Result<Vec<_>, _> = (0..500)
        .map(|index| {
            let number = least + index * 7919 % (tenant.size - least).max(1);
            api.get(&format!("/api/users?search=%25user%20{number}%25&page_size=20"))
        })
        .collect();
    Ok(Scenario { name: "users, a search", limit: Limit::None, requests: requests? })
}
