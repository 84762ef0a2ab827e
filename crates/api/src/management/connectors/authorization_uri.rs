//! `/api/connectors/{connectorId}/authorization-uri`: the way to a social provider.

use avouch_domain::connectors::social;
use avouch_model::connectors::{AskAddress, ProviderAddress};

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        MISSING,
        (400, "session.insufficient_info"),
        (400, "connector.unexpected_type"),
        (400, "connector.invalid_config"),
        (501, "connector.not_implemented"),
    ];
    Routes::at("/api/connectors/{connectorId}/authorization-uri")
        .post(show, about("Get the address to sign in at a social provider", ERRORS))
}

async fn show(
    Management { tenant, .. }: Management,
    Ids([connector]): Ids<1>,
    Body(input): Body<AskAddress>,
) -> Result<Json<ProviderAddress>, Failure> {
    Ok(Json(social::address(&tenant, &connector, &input).await?))
}
