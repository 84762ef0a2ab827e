//! `/api/experience/verification`: what a user proves.

mod backup_code;
mod mfa_verification_code;
mod new_password_identity;
mod one_time_token;
mod password;
mod sign_in_passkey;
mod social;
mod sso;
mod totp;
mod verification_code;
mod web_authn;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
        .merge(backup_code::routes())
        .merge(mfa_verification_code::routes())
        .merge(new_password_identity::routes())
        .merge(one_time_token::routes())
        .merge(password::routes())
        .merge(sign_in_passkey::routes())
        .merge(social::routes())
        .merge(sso::routes())
        .merge(totp::routes())
        .merge(verification_code::routes())
        .merge(web_authn::routes())
}
