//! `/api/sso-connectors/{id}/signing-keys`: keys of a connector that speaks SAML.

use avouch_domain::sso_connectors::signing_keys;
use avouch_model::saml_applications::ShownSecret;
use avouch_model::sso_connectors::{CreateSigningKey, UpdateSigningKey};

use super::{MISSING, UNKNOWN, about};
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
    const IN_USE: (u16, &str) = (400, "single_sign_on.can_not_deactivate_signing_key_in_use");
    const ACTIVE: (u16, &str) = (400, "single_sign_on.can_not_delete_active_signing_key");
    Routes::at("/api/sso-connectors/{id}/signing-keys")
        .get(list, about("List the signing keys of a SAML connector", &[MISSING, UNKNOWN]))
        .post(create, about("Make a signing key", &[MISSING, UNKNOWN]))
        .and_at("/api/sso-connectors/{id}/signing-keys/{keyId}")
        .patch(update, about("Activate or deactivate a signing key", &[MISSING, UNKNOWN, NOT_FOUND, IN_USE]))
        .delete(delete, about("Delete a signing key", &[MISSING, UNKNOWN, NOT_FOUND, ACTIVE]))
}

async fn list(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Vec<ShownSecret>>, Failure> {
    Ok(Json(signing_keys::list(&tenant, &id).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CreateSigningKey>,
) -> Result<Created<ShownSecret>, Failure> {
    Ok(Created(signing_keys::create(&tenant, &id, &input).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id, key]): Ids<2>,
    Body(input): Body<UpdateSigningKey>,
) -> Result<Json<ShownSecret>, Failure> {
    Ok(Json(signing_keys::update(&tenant, &id, &key, &input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, key]): Ids<2>) -> Result<NoContent, Failure> {
    signing_keys::delete(&tenant, &id, &key).await?;
    Ok(NoContent)
}
