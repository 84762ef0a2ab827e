//! `/api/users/{userId}/sso-identities`: identities at providers of enterprises.

use avouch_domain::users::sso_identities;
use avouch_model::users::answers::EnterpriseIdentity;
use avouch_model::users::requests::ShowIdentity;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "user.enterprise_sso_identity_not_exists");
    Routes::at("/api/users/{userId}/sso-identities/{ssoConnectorId}")
        .get(get, about("Get an enterprise identity of a user", &[MISSING, NONE]))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id, connector]): Ids<2>,
    Query(show): Query<ShowIdentity>,
) -> Result<Json<EnterpriseIdentity>, Failure> {
    Ok(Json(sso_identities::get(&tenant, &id, &connector, show.include_token_secret.0).await?))
}
