//! `/api/organizations/{id}/jit/sso-connectors`: the enterprise connectors whose users join by themselves.

use avouch_domain::organizations::jit::sso_connectors;
use avouch_model::organizations::{AllSsoConnectors, SomeSsoConnectors};
use avouch_model::sso_connectors::SsoConnector;

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organizations::{MISSING, NOT_FOUND, RELATED, TWICE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/jit/sso-connectors")
        .get(list, about("List the enterprise connectors whose users join by themselves", &[MISSING]))
        .post(add, about("Add to the enterprise connectors whose users join by themselves", &[RELATED]))
        .put(
            replace,
            about("Replace the enterprise connectors whose users join by themselves", &[MISSING, RELATED, TWICE]),
        )
        .and_at("/api/organizations/{id}/jit/sso-connectors/{ssoConnectorId}")
        .delete(remove, about("Remove from the enterprise connectors whose users join by themselves", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<SsoConnector>, Failure> {
    let listing = sso_connectors::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SomeSsoConnectors>,
) -> Result<CreatedText, Failure> {
    sso_connectors::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AllSsoConnectors>,
) -> Result<NoContent, Failure> {
    sso_connectors::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, connector]): Ids<2>) -> Result<NoContent, Failure> {
    sso_connectors::remove(&tenant, &id, &connector).await?;
    Ok(NoContent)
}
