//! `/api/subject-tokens`: an administrator's word that a client may act for a user, once.

use avouch_domain::subject_tokens;
use avouch_model::subject_tokens::{CreateSubjectToken, CreatedSubjectToken};

use crate::http::answer::Created;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const USER: (u16, &str) = (404, "entity.relation_foreign_key_not_found");
    Routes::at("/api/subject-tokens").post(create, About::new("Subject tokens", "Create a subject token", &[USER]))
}

async fn create(
    Management { tenant, caller, .. }: Management,
    Body(input): Body<CreateSubjectToken>,
) -> Result<Created<CreatedSubjectToken>, Failure> {
    Ok(Created(subject_tokens::create(&tenant, &caller, input).await?))
}
