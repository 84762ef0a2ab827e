//! `/api/my-account/sso-identities/{connectorId}/access-token`: the token of an enterprise's provider.

use avouch_account::identities::access_token::{self, AccessToken};
use avouch_domain::secrets::Issuer;

use crate::http::answer::Json;
use crate::http::extract::{Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::about;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (404, "secrets.third_party_token_set.token_not_found"),
        (401, "secrets.third_party_token_set.access_token_expired"),
        (401, "connector.authorization_failed"),
        (422, "request.feature_not_supported"),
    ];
    Routes::at("/api/my-account/sso-identities/{connectorId}/access-token")
        .get(get, about("Get the token of an enterprise's provider", ERRORS))
}

async fn get(Owner { caller, outbound, .. }: Owner, Ids([connector]): Ids<1>) -> Result<Json<AccessToken>, Failure> {
    Ok(Json(access_token::get(&caller, &outbound, Issuer::SsoConnector(&connector)).await?))
}
