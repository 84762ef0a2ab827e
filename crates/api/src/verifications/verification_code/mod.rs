//! `/api/verifications/verification-code`: send a code by mail or text message.

mod verify;

use avouch_account::verifications::Made;
use avouch_account::verifications::verification_code::{self, SendOwnCode};

use super::{GONE, THIRD_PARTY, about};
use crate::http::answer::Created;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        THIRD_PARTY,
        GONE,
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        (429, "request.message_rate_limited"),
        (501, "connector.not_found"),
    ];
    Routes::at("/api/verifications/verification-code")
        .post(create, about("Send a code by mail or text message", ERRORS))
        .merge(verify::routes())
}

async fn create(owner: Owner, Body(input): Body<SendOwnCode>) -> Result<Created<Made>, Failure> {
    Ok(Created(verification_code::create(&owner.caller, &owner.around(), input).await?))
}
