//! `/api/sso-connector-providers`: providers that enterprises have.

use avouch_domain::sso_connector_providers;
use avouch_model::sso_connectors::SsoProvider;

use crate::http::answer::Json;
use crate::http::extract::Management;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    let about = About::new("SSO connector providers", "List providers of enterprises", &[]);
    Routes::at("/api/sso-connector-providers").get(list, about)
}

async fn list(_: Management) -> Result<Json<Vec<SsoProvider>>, Failure> {
    Ok(Json(sso_connector_providers::list()))
}
