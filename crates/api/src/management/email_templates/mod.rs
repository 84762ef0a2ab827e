//! `/api/email-templates`: mails in the tenant's own words.

mod details;

use avouch_domain::email_templates;
use avouch_model::email_templates::{EmailTemplate, NewTemplates, Removed, TemplateFilter};

use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Email templates", summary, errors)
}

pub(super) fn routes() -> Routes {
    const NO_FILTER: (u16, &str) = (422, "connector.email_connector.bulk_deletion_no_filter");
    Routes::at("/api/email-templates")
        .get(list, about("List email templates", &[]))
        .put(replace, about("Replace email templates", &[]))
        .delete(delete_many, about("Delete email templates", &[NO_FILTER]))
        .and_at("/api/email-templates/{id}")
        .get(get, about("Get an email template", &[MISSING]))
        .delete(delete, about("Delete an email template", &[MISSING]))
        .merge(details::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(filter): Query<TemplateFilter>,
) -> Result<Json<Vec<EmailTemplate>>, Failure> {
    Ok(Json(email_templates::list(&tenant, &filter).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Body(input): Body<NewTemplates>,
) -> Result<Json<Vec<EmailTemplate>>, Failure> {
    Ok(Json(email_templates::replace(&tenant, input).await?))
}

async fn delete_many(
    Management { tenant, .. }: Management,
    Query(filter): Query<TemplateFilter>,
) -> Result<Json<Removed>, Failure> {
    Ok(Json(email_templates::delete_many(&tenant, &filter).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<EmailTemplate>, Failure> {
    Ok(Json(email_templates::get(&tenant, &id).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    email_templates::delete(&tenant, &id).await?;
    Ok(NoContent)
}
