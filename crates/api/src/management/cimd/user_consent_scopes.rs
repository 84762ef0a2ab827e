//! `/api/cimd/user-consent-scopes`: what clients without a row may ask users for.

use avouch_domain::cimd::user_consent_scopes;
use avouch_model::applications::consent::{AddConsentScopes, ConsentScopeKind, ConsentScopes};

use crate::http::answer::{CreatedText, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::{Failure, Part};
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ADD: &[(u16, &str)] = &[
        (422, "application.user_consent_scopes_not_found"),
        (422, "application.consent_management_api_scopes_not_allowed"),
    ];
    let about = |summary, errors| About::new("Client ID metadata documents", summary, errors);
    Routes::at("/api/cimd/user-consent-scopes")
        .get(get, about("List the scopes that clients known by a document may ask users for", &[]))
        .post(add, about("Let clients known by a document ask users for scopes", ADD))
        .and_at("/api/cimd/user-consent-scopes/{scopeType}/{scopeId}")
        .delete(
            remove,
            about("Take back a scope that clients known by a document may ask for", &[(404, "entity.not_found")]),
        )
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<ConsentScopes>, Failure> {
    Ok(Json(user_consent_scopes::get(&tenant).await?))
}

async fn add(
    Management { tenant, .. }: Management,
    Body(input): Body<AddConsentScopes>,
) -> Result<CreatedText, Failure> {
    user_consent_scopes::add(&tenant, input).await?;
    Ok(CreatedText)
}

async fn remove(Management { tenant, .. }: Management, Ids([kind, scope]): Ids<2>) -> Result<NoContent, Failure> {
    let kind = ConsentScopeKind::parse(&kind).ok_or(Failure::Invalid(Part::Params, None))?;
    user_consent_scopes::remove(&tenant, kind, &scope).await?;
    Ok(NoContent)
}
