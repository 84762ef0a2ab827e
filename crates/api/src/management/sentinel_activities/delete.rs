//! `/api/sentinel-activities/delete`: lets people try again who were locked out.

use avouch_domain::sentinel_activities;
use avouch_model::sentinel_activities::Targets;

use crate::http::answer::NoContent;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(in crate::management) fn routes() -> Routes {
    Routes::at("/api/sentinel-activities/delete")
        .post(delete, About::new("Sentinel activities", "Forget attempts, and unlock those who made them", &[]))
}

async fn delete(Management { tenant, .. }: Management, Body(input): Body<Targets>) -> Result<NoContent, Failure> {
    sentinel_activities::delete(&tenant, &input).await?;
    Ok(NoContent)
}
