//! The discovery document.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario {
        name: "discovery",
        limit: Limit::None,
        requests: vec![api.get("/oidc/.well-known/openid-configuration")?],
    })
}
