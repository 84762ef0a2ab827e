//! `/api/email-templates/{id}/details`: what a mail says.

use avouch_domain::email_templates;
use avouch_model::email_templates::{EmailTemplate, UpdateTemplateDetails};

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/email-templates/{id}/details").patch(update, about("Change what an email says", &[MISSING]))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateTemplateDetails>,
) -> Result<Json<EmailTemplate>, Failure> {
    Ok(Json(email_templates::update(&tenant, &id, &input).await?))
}
