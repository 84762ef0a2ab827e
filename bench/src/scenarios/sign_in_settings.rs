//! What a sign-in page asks for first.

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) fn scenario(api: &Api) -> Result<Scenario, Failure> {
    Ok(Scenario {
        name: "sign-in settings",
        limit: Limit::None,
        requests: vec![api.get("/api/.well-known/sign-in-exp")?],
    })
}
