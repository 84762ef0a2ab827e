//! `/api/custom-phrases`: texts of pages that replace those that are built in.

use avouch_domain::custom_phrases;
use avouch_model::custom_phrases::{CustomPhrase, OfLanguage, Translation};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Management, Params};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: (u16, &str) = (404, "entity.not_found");
    let about = |summary, errors| About::new("Custom phrases", summary, errors);
    Routes::at("/api/custom-phrases")
        .get(list, about("List custom phrases", &[]))
        .and_at("/api/custom-phrases/{languageTag}")
        .get(get, about("Get the custom phrases of a language", &[MISSING]))
        .put(
            replace,
            about("Set the custom phrases of a language", &[(422, "localization.invalid_translation_structure")]),
        )
        .delete(
            delete,
            about(
                "Delete the custom phrases of a language",
                &[MISSING, (409, "localization.cannot_delete_default_language")],
            ),
        )
}

async fn list(Management { tenant, .. }: Management) -> Result<Json<Vec<CustomPhrase>>, Failure> {
    Ok(Json(custom_phrases::list(&tenant).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    Params(OfLanguage { language_tag }): Params<OfLanguage>,
) -> Result<Json<CustomPhrase>, Failure> {
    Ok(Json(custom_phrases::get(&tenant, &language_tag).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Params(OfLanguage { language_tag }): Params<OfLanguage>,
    Body(translation): Body<Translation>,
) -> Result<Created<CustomPhrase>, Failure> {
    Ok(Created(custom_phrases::replace(&tenant, &language_tag, translation).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    Params(OfLanguage { language_tag }): Params<OfLanguage>,
) -> Result<NoContent, Failure> {
    custom_phrases::delete(&tenant, &language_tag).await?;
    Ok(NoContent)
}
