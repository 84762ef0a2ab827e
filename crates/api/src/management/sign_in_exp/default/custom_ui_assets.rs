//! `/api/sign-in-exp/default/custom-ui-assets`: pages of the tenant's own.

use avouch_domain::sign_in_exp::custom_ui;
use avouch_model::sign_in_exp::CustomUiMade;
use axum::extract::State;

use super::super::about;
use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::{File, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(in crate::management) fn routes() -> Routes {
    Routes::at("/api/sign-in-exp/default/custom-ui-assets")
        .post(upload, about("Keep pages of the tenant's own, as an archive", &[]))
}

async fn upload(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    File(file): File,
) -> Result<Json<CustomUiMade>, Failure> {
    Ok(Json(custom_ui::upload(&tenant, state.0.storage.as_ref(), file).await?))
}
