//! `/api/configs/oidc/{keyType}/rotate`: a new key.

use avouch_domain::configs::oidc;
use avouch_model::configs::{KeyType, OfKeyType, RotateKeys, ShownKey};
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::{Body, Management, Params};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::configs::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/configs/oidc/{keyType}/rotate")
        .post(rotate, about("Make a new key", &[(422, "oidc.invalid_request")]))
}

async fn rotate(
    Management { tenant, .. }: Management,
    Params(OfKeyType { key_type }): Params<OfKeyType>,
    State(state): State<App>,
    Body(input): Body<RotateKeys>,
) -> Result<Json<Vec<ShownKey>>, Failure> {
    let RotateKeys { signing_key_algorithm, rotation_grace_period } = input;
    let given = rotation_grace_period.map(avouch_shape::Int::get);
    let grace = match key_type {
        KeyType::PrivateKeys => given.or(state.0.settings.key_rotation_grace_seconds),
        KeyType::CookieKeys => given,
    };
    let keys = oidc::rotate(&tenant, key_type, signing_key_algorithm, grace).await?;
    Ok(Json(oidc::shown(&tenant, key_type, &keys).await?))
}
