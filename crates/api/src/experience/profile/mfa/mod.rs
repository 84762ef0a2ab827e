//! `/api/experience/profile/mfa`: second factors that the user sets up on the way.

mod bind;
mod mfa_enabled;
mod mfa_skipped;
mod mfa_suggestion_skipped;
mod passkey;
mod passkey_skipped;
pub(in crate::experience) mod trusted_device;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
        .merge(bind::routes())
        .merge(mfa_enabled::routes())
        .merge(mfa_skipped::routes())
        .merge(mfa_suggestion_skipped::routes())
        .merge(passkey::routes().merge(passkey_skipped::routes()))
        .merge(trusted_device::routes())
}
