//! `/api/domains/{id}/verification-files`: files that prove to another service whose a domain is.

use avouch_domain::domains::verification_files;
use avouch_model::domains::{SetVerificationFiles, VerificationFile};

use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
    let about = |summary, errors| About::new("Domains", summary, errors);
    Routes::at("/api/domains/{id}/verification-files")
        .get(list, about("List the verification files of a custom domain", &[MISSING]))
        .put(replace, about("Replace them", &[MISSING, (400, "request.invalid_input")]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<Vec<VerificationFile>>, Failure> {
    Ok(Json(verification_files::list(&tenant, &id).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetVerificationFiles>,
) -> Result<Json<Vec<VerificationFile>>, Failure> {
    Ok(Json(verification_files::replace(&tenant, &id, input).await?))
}
