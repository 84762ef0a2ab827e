//! `/api/connector-factories`: kinds of connectors.

use avouch_domain::connector_factories;
use avouch_model::connectors::FactoryAnswer;

use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    let about = |summary, errors| About::new("Connector factories", summary, errors);
    Routes::at("/api/connector-factories")
        .get(list, about("List kinds of connectors", &[]))
        .and_at("/api/connector-factories/{id}")
        .get(get, about("Get a kind of connector", &[(404, "entity.not_found")]))
}

async fn list(_: Management) -> Result<Json<Vec<FactoryAnswer>>, Failure> {
    Ok(Json(connector_factories::list()))
}

async fn get(_: Management, Ids([id]): Ids<1>) -> Result<Json<FactoryAnswer>, Failure> {
    Ok(Json(connector_factories::get(&id)?))
}
