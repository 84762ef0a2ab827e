//! `/api/.well-known/endpoints/{tenantId}`: where a tenant is reached.

use avouch_model::TenantId;
use avouch_model::well_known::TenantEndpoint;
use avouch_store::{Read as _, tenants};
use url::Url;

use crate::http::answer::Json;
use crate::http::extract::{Ids, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::at("/api/.well-known/endpoints/{tenantId}")
        .get(get, About::new("Well-known", "Get the address of a tenant", &[(404, "entity.not_found")]))
}

/// Only the admin tenant knows about the others.
async fn get(visitor: Visitor, Ids([tenant]): Ids<1>) -> Result<Json<TenantEndpoint>, Failure> {
    let tenant = TenantId::new(tenant);
    if *visitor.issuer.tenant.id() != TenantId::admin() {
        return Err(Failure::NoRoute);
    }
    if !tenants::exists(&visitor.state.0.store, &tenant).await? {
        return Err(avouch_domain::Error::NotFound.into());
    }
    let user = visitor.state.0.provider.endpoints().of(&tenant);
    // As browsers write it: an origin alone ends in a slash.
    let user = Url::parse(&user).map_or(user, String::from);
    Ok(Json(TenantEndpoint { user }))
}
