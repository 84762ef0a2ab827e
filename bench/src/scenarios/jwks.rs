//! The public keys.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario { name: "JWKS", limit: Limit::None, requests: vec![api.get("/oidc/jwks")?] })
}
