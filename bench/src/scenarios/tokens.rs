//! Client-credentials tokens: a JWT signed with ES384, with its audit entry committed.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario { name: "client-credentials tokens", limit: Limit::Signature, requests: vec![api.token_request()?] })
}
