//! `/api/verifications/social`: go to a social provider, to prove that an identity there is the user's.

mod verify;

use avouch_account::verifications::social::{self, DepartForOwn, OwnDeparture};

use super::about;
use crate::http::answer::Created;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

const NO_CONNECTOR: (u16, &str) = (422, "session.invalid_connector_id");

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NO_CONNECTOR, (400, "session.insufficient_info")];
    Routes::at("/api/verifications/social")
        .post(create, about("Begin to prove a social identity", ERRORS))
        .merge(verify::routes())
}

async fn create(owner: Owner, Body(input): Body<DepartForOwn>) -> Result<Created<OwnDeparture>, Failure> {
    Ok(Created(social::create(&owner.caller, &owner.around(), input).await?))
}
