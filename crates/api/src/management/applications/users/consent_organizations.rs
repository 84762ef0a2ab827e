//! `/api/applications/{id}/users/{userId}/consent-organizations`: organizations that a user lets an application act for.

use avouch_domain::applications::users::consent_organizations;
use avouch_model::applications::consent::{AddConsentOrganizations, ConsentOrganizations, ReplaceConsentOrganizations};

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{PagedBody, Paging};
use crate::http::routes::Routes;
use crate::management::applications::{MISSING, NOT_FOUND, about};

pub(super) fn routes() -> Routes {
    const KIND: (u16, &str) = (422, "application.third_party_application_only");
    const MEMBERSHIP: (u16, &str) = (422, "organization.require_membership");
    Routes::at("/api/applications/{id}/users/{userId}/consent-organizations")
        .get(list, about("List the organizations a user lets an application act for", &[MISSING, KIND, NOT_FOUND]))
        .post(add, about("Let an application act for organizations", &[MISSING, KIND, NOT_FOUND, MEMBERSHIP]))
        .put(replace, about("Replace the organizations", &[MISSING, KIND, NOT_FOUND, MEMBERSHIP]))
        .and_at("/api/applications/{id}/users/{userId}/consent-organizations/{organizationId}")
        .delete(remove, about("Let an application act for an organization no more", &[MISSING, KIND, NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    Paging(asked): Paging,
) -> Result<PagedBody<ConsentOrganizations>, Failure> {
    let listing = consent_organizations::list(&tenant, &id, &user, Some(asked.page())).await?;
    let total = listing.total.unwrap_or_default();
    Ok(PagedBody { asked, total, body: ConsentOrganizations { organizations: listing.rows } })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    Body(input): Body<AddConsentOrganizations>,
) -> Result<CreatedText, Failure> {
    consent_organizations::add(&tenant, &id, &user, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    Body(input): Body<ReplaceConsentOrganizations>,
) -> Result<NoContent, Failure> {
    consent_organizations::replace(&tenant, &id, &user, input).await?;
    Ok(NoContent)
}

async fn remove(
    Management { tenant, .. }: Management,
    Ids([id, user, organization]): Ids<3>,
) -> Result<NoContent, Failure> {
    consent_organizations::remove(&tenant, &id, &user, &organization).await?;
    Ok(NoContent)
}
