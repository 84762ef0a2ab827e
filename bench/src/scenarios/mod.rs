//! What is measured: one file a scenario.

mod discovery;
mod jwks;
mod role;
mod sign_in_settings;
mod tokens;
mod user;
mod user_creation;
mod users_page;
mod users_search;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;
use crate::tenant::Tenant;

/// Requests to make in turn.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) limit: Limit,
    pub(crate) requests: Vec<Request<Full<Bytes>>>,
}

/// Every scenario that the tenant has something for.
pub(crate) async fn all(api: &Api, tenant: &Tenant) -> Result<Vec<Scenario>, Failure> {
    let mut all =
        vec![tokens::scenario(api)?, discovery::scenario(api)?, jwks::scenario(api)?, role::scenario(api, tenant)?];
    if !tenant.users.is_empty() {
        all.extend([user::scenario(api, tenant)?, users_page::scenario(api)?, users_search::scenario(api, tenant)?]);
        all.push(user_creation::scenario(api)?);
        all.extend(sign_in_settings::scenarios(api).await?);
    }
    Ok(all)
}

/// Reads of users by their identifiers.
pub(crate) fn user(api: &Api, tenant: &Tenant) -> Result<Scenario, Failure> {
    user::scenario(api, tenant)
}
