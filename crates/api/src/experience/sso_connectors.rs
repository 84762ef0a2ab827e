//! `/api/experience/sso-connectors`: enterprises whose people sign in at their own provider.

use avouch_signin::sso_connectors::{self, Connectors, OfEmail};

use crate::experience::{Interacting, about};
use crate::http::answer::Json;
use crate::http::extract::Query;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/experience/sso-connectors")
        .get(list, about("List the enterprise connectors of an e-mail address", &[]))
}

async fn list(interacting: Interacting, Query(input): Query<OfEmail>) -> Result<Json<Connectors>, Failure> {
    Ok(Json(sso_connectors::list(interacting.tenant(), &input).await?))
}
