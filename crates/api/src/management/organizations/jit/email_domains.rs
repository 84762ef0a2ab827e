//! `/api/organizations/{id}/jit/email-domains`: domains whose new users join by themselves.

use avouch_domain::organizations::jit::email_domains;
use avouch_model::organizations::{AddEmailDomain, JitEmailDomain, ReplaceEmailDomains};

use crate::http::answer::{Created, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organizations::{MISSING, NOT_FOUND, RELATED, TWICE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/jit/email-domains")
        .get(list, about("List the domains whose users join by themselves", &[MISSING]))
        .post(add, about("Add a domain whose users join by themselves", &[RELATED, TWICE]))
        .put(replace, about("Replace the domains whose users join by themselves", &[MISSING, TWICE]))
        .and_at("/api/organizations/{id}/jit/email-domains/{emailDomain}")
        .delete(remove, about("Remove a domain whose users join by themselves", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<JitEmailDomain>, Failure> {
    let listing = email_domains::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AddEmailDomain>,
) -> Result<Created<JitEmailDomain>, Failure> {
    Ok(Created(email_domains::add(&tenant, &id, input).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ReplaceEmailDomains>,
) -> Result<NoContent, Failure> {
    email_domains::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, domain]): Ids<2>) -> Result<NoContent, Failure> {
    email_domains::remove(&tenant, &id, &domain).await?;
    Ok(NoContent)
}
