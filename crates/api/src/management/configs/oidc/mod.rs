//! `/api/configs/oidc`: signing and cookie keys.

mod rotate;
mod session;

use avouch_domain::configs::oidc;
use avouch_model::configs::{OfKeyType, OneKey, ShownKey};

use super::about;
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Management, Params};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] =
        &[(422, "oidc.key_required"), (404, "oidc.key_not_found"), (422, "oidc.only_previous_key_can_be_deleted")];
    Routes::at("/api/configs/oidc/{keyType}")
        .get(list, about("List keys", &[]))
        .and_at("/api/configs/oidc/{keyType}/{keyId}")
        .delete(delete, about("Delete a key", DELETE))
        .merge(rotate::routes())
        .merge(session::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Params(OfKeyType { key_type }): Params<OfKeyType>,
) -> Result<Json<Vec<ShownKey>>, Failure> {
    let keys = oidc::list(&tenant, key_type).await?;
    Ok(Json(oidc::shown(&tenant, key_type, &keys).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    Params(OneKey { key_type, key_id }): Params<OneKey>,
) -> Result<NoContent, Failure> {
    oidc::delete(&tenant, key_type, &key_id).await?;
    Ok(NoContent)
}
