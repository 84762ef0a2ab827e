//! `/api/my-account`: what people see and change of their own account, with an access token of their own.

mod grants;
mod identities;
mod logto_configs;
mod mfa_settings;
mod mfa_verifications;
mod password;
mod personal_data;
mod primary_email;
mod primary_phone;
mod profile;
mod sessions;
mod sso_identities;
mod trusted_devices;
mod user_assets;

use avouch_account::me::{self, OwnAccount, UpdateAccount};

use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const GONE: (u16, &str) = (404, "entity.not_found");
const UNPROVED: (u16, &str) = (401, "verification_record.permission_denied");
const NOT_EDITABLE: (u16, &str) = (400, "account_center.field_not_editable");
const NOT_ENABLED: (u16, &str) = (400, "account_center.field_not_enabled");
const SCOPE: (u16, &str) = (400, "auth.unauthorized");
const THIRD_PARTY: (u16, &str) = (403, "auth.third_party_application_forbidden");
const LAST: (u16, &str) = (400, "user.last_sign_in_method_required");
const NO_RECORD: (u16, &str) = (400, "verification_record.not_found");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("My account", summary, errors)
}

pub(crate) fn routes() -> Routes {
    const UPDATE: &[(u16, &str)] = &[
        GONE,
        NOT_EDITABLE,
        SCOPE,
        THIRD_PARTY,
        UNPROVED,
        LAST,
        (422, "user.username_too_short"),
        (422, "user.username_too_long"),
        (422, "user.username_uppercase_not_allowed"),
        (422, "user.username_lowercase_not_allowed"),
        (422, "user.username_numbers_not_allowed"),
        (422, "user.username_underscore_not_allowed"),
        (422, "user.username_already_in_use"),
        (422, "entity.invalid_input"),
    ];
    Routes::at("/api/my-account")
        .get(get, about("Get the account", &[GONE]))
        .patch(update, about("Change the account", UPDATE))
        .merge(grants::routes())
        .merge(identities::routes())
        .merge(logto_configs::routes())
        .merge(mfa_settings::routes())
        .merge(mfa_verifications::routes())
        .merge(password::routes())
        .merge(personal_data::routes())
        .merge(primary_email::routes())
        .merge(primary_phone::routes())
        .merge(profile::routes())
        .merge(sessions::routes())
        .merge(sso_identities::routes())
        .merge(trusted_devices::routes())
        .merge(user_assets::routes())
}

async fn get(Owner { caller, .. }: Owner) -> Result<Json<OwnAccount>, Failure> {
    Ok(Json(me::get(&caller).await?))
}

async fn update(Owner { caller, .. }: Owner, Body(input): Body<UpdateAccount>) -> Result<Json<OwnAccount>, Failure> {
    Ok(Json(me::update(&caller, input).await?))
}
