//! `/api/saml-applications`: service providers that sign people in here by SAML.

mod secrets;

use avouch_domain::saml_applications;
use avouch_model::saml_applications::{CreateSamlApplication, SamlApplication, UpdateSamlApplication};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
const OTHER_TYPE: (u16, &str) = (422, "application.saml.saml_application_only");
const SCHEME: (u16, &str) = (400, "application.saml.acs_url_scheme_not_supported");
const CERTIFICATE: (u16, &str) = (400, "application.saml.invalid_certificate_pem_format");

const CREATE: &[(u16, &str)] = &[SCHEME, CERTIFICATE, (422, "application.saml.acs_url_binding_not_supported")];
const UPDATE: &[(u16, &str)] = &[SCHEME, CERTIFICATE, MISSING, OTHER_TYPE, (422, "request.invalid_input")];

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("SAML applications", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::at("/api/saml-applications")
        .post(create, about("Create a SAML application", CREATE))
        .and_at("/api/saml-applications/{id}")
        .get(get, about("Get a SAML application", &[MISSING, OTHER_TYPE]))
        .patch(update, about("Change a SAML application", UPDATE))
        .delete(delete, about("Delete a SAML application", &[MISSING, OTHER_TYPE]))
        .merge(secrets::routes())
}

async fn create(
    management: Management,
    Body(input): Body<CreateSamlApplication>,
) -> Result<Created<SamlApplication>, Failure> {
    let endpoint = management.endpoint();
    Ok(Created(saml_applications::create(&management.tenant, endpoint, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<SamlApplication>, Failure> {
    Ok(Json(saml_applications::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateSamlApplication>,
) -> Result<Json<SamlApplication>, Failure> {
    Ok(Json(saml_applications::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    saml_applications::delete(&tenant, &id).await?;
    Ok(NoContent)
}
