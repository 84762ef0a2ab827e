//! `/api/my-account/identities/{target}/access-token`: the token of a social provider.

use avouch_account::identities::access_token::{self, AccessToken, NewToken};
use avouch_domain::secrets::Issuer;

use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::{GONE, NO_RECORD, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (404, "secrets.third_party_token_set.token_not_found"),
        (401, "secrets.third_party_token_set.access_token_expired"),
        (400, "connector.general"),
        (422, "request.feature_not_supported"),
    ];
    const SET: &[(u16, &str)] = &[
        NO_RECORD,
        GONE,
        (422, "session.invalid_connector_id"),
        (422, "verification_record.social_verification.invalid_target"),
        (422, "user.identity_not_exists_in_current_user"),
        (422, "verification_record.social_verification.token_response_not_found"),
    ];
    Routes::at("/api/my-account/identities/{target}/access-token")
        .get(get, about("Get the token of a social provider", ERRORS))
        .put(set, about("Keep the token of a social provider that a verification brought", SET))
}

async fn set(
    Owner { caller, outbound, .. }: Owner,
    Ids([target]): Ids<1>,
    Body(input): Body<NewToken>,
) -> Result<Json<AccessToken>, Failure> {
    Ok(Json(access_token::set(&caller, &outbound, &target, &input).await?))
}

async fn get(Owner { caller, outbound, .. }: Owner, Ids([target]): Ids<1>) -> Result<Json<AccessToken>, Failure> {
    Ok(Json(access_token::get(&caller, &outbound, Issuer::Target(&target)).await?))
}
