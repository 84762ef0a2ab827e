//! `/api/secrets/{id}`: a secret of a user at another service.

use avouch_domain::secrets;

use crate::http::answer::NoContent;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/secrets/{id}")
        .delete(delete, About::new("Secrets", "Delete a secret", &[(404, "entity.not_found")]))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    secrets::delete(&tenant, &id).await?;
    Ok(NoContent)
}
