//! `/api/verifications`: what users prove for changes of their own account.

mod password;
mod social;
mod verification_code;
mod web_authn;

use crate::http::openapi::About;
use crate::http::routes::Routes;

const GONE: (u16, &str) = (404, "entity.not_found");
const THIRD_PARTY: (u16, &str) = (403, "auth.third_party_application_forbidden");
const NO_RECORD: (u16, &str) = (400, "verification_record.not_found");
const BLOCKED: (u16, &str) = (400, "session.verification_blocked_too_many_attempts");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Verifications", summary, errors)
}

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(password::routes())
        .merge(social::routes())
        .merge(verification_code::routes())
        .merge(web_authn::routes())
}
