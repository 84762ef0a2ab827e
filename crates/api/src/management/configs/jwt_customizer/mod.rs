//! `/api/configs/jwt-customizer`: scripts that add claims to access tokens.

mod test;

use avouch_domain::configs::jwt_customizer;
use avouch_model::configs::jwt_customizer::{JwtCustomizer, KeyedJwtCustomizer, OfTokenType, SetJwtCustomizer};

use super::about;
use crate::http::answer::{CreatedOr, Json, NoContent};
use crate::http::extract::{Body, Management, Params};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: &[(u16, &str)] = &[(404, "entity.not_exists_with_id")];
    Routes::at("/api/configs/jwt-customizer")
        .get(list, about("List the scripts that add claims", &[]))
        .and_at("/api/configs/jwt-customizer/{tokenTypePath}")
        .get(get, about("Get a script that adds claims", MISSING))
        .put(replace, about("Set a script that adds claims", &[]))
        .patch(update, about("Change a script that adds claims", MISSING))
        .delete(delete, about("Delete a script that adds claims", &[(404, "entity.not_found")]))
        .merge(test::routes())
}

async fn list(Management { tenant, .. }: Management) -> Result<Json<Vec<KeyedJwtCustomizer>>, Failure> {
    Ok(Json(jwt_customizer::list(&tenant).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    Params(OfTokenType { token_type_path }): Params<OfTokenType>,
) -> Result<Json<JwtCustomizer>, Failure> {
    Ok(Json(jwt_customizer::get(&tenant, token_type_path).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Params(OfTokenType { token_type_path }): Params<OfTokenType>,
    Body(input): Body<SetJwtCustomizer>,
) -> Result<CreatedOr<JwtCustomizer>, Failure> {
    let (is_new, body) = jwt_customizer::replace(&tenant, token_type_path, input).await?;
    Ok(CreatedOr { is_new, body })
}

async fn update(
    Management { tenant, .. }: Management,
    Params(OfTokenType { token_type_path }): Params<OfTokenType>,
    Body(input): Body<SetJwtCustomizer>,
) -> Result<Json<JwtCustomizer>, Failure> {
    Ok(Json(jwt_customizer::update(&tenant, token_type_path, input).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    Params(OfTokenType { token_type_path }): Params<OfTokenType>,
) -> Result<NoContent, Failure> {
    jwt_customizer::delete(&tenant, token_type_path).await?;
    Ok(NoContent)
}
