//! `/api/configs/jwt-customizer/test`: trying a script out.

use avouch_domain::configs::jwt_customizer;
use avouch_model::configs::jwt_customizer::TestJwtCustomizer;
use avouch_shape::JsonObject;
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::configs::about;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(403, "jwt_customizer.general"), (422, "jwt_customizer.general")];
    Routes::at("/api/configs/jwt-customizer/test").post(test, about("Try a script that adds claims", ERRORS))
}

async fn test(
    _: Management,
    State(state): State<App>,
    Body(input): Body<TestJwtCustomizer>,
) -> Result<Json<JsonObject>, Failure> {
    Ok(Json(jwt_customizer::test(state.0.provider.scripts(), input).await?))
}
