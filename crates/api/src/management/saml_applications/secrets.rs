//! `/api/saml-applications/{id}/secrets`: keys that responses are signed with, and their certificates.

use avouch_domain::saml_applications::secrets;
use avouch_model::saml_applications::{CreateSamlSecret, ShownSecret, UpdateSamlSecret};

use super::{MISSING, NOT_FOUND, OTHER_TYPE, about};
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ACTIVE: (u16, &str) = (400, "application.saml.can_not_delete_active_secret");
    Routes::at("/api/saml-applications/{id}/secrets")
        .get(list, about("List the certificates of a SAML application", &[MISSING, OTHER_TYPE]))
        .post(create, about("Make a certificate", &[MISSING, OTHER_TYPE]))
        .and_at("/api/saml-applications/{id}/secrets/{secretId}")
        .patch(update, about("Activate or deactivate a certificate", &[MISSING, NOT_FOUND, OTHER_TYPE]))
        .delete(delete, about("Delete a certificate", &[ACTIVE, MISSING, NOT_FOUND, OTHER_TYPE]))
}

async fn list(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Vec<ShownSecret>>, Failure> {
    Ok(Json(secrets::list(&tenant, &id).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CreateSamlSecret>,
) -> Result<Created<ShownSecret>, Failure> {
    Ok(Created(secrets::create(&tenant, &id, input).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id, secret]): Ids<2>,
    Body(input): Body<UpdateSamlSecret>,
) -> Result<Json<ShownSecret>, Failure> {
    Ok(Json(secrets::update(&tenant, &id, &secret, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, secret]): Ids<2>) -> Result<NoContent, Failure> {
    secrets::delete(&tenant, &id, &secret).await?;
    Ok(NoContent)
}
