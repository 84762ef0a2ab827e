//! `/api/account-center`: what people may see and change of their own account.

use avouch_domain::account_center;
use avouch_model::account_center::{AccountCenter, UpdateAccountCenter};

use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
    let about = |summary, errors| About::new("Account center", summary, errors);
    Routes::at("/api/account-center")
        .get(get, about("Get the account center settings", &[MISSING]))
        .patch(update, about("Change the account center settings", &[(400, "request.invalid_input")]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<AccountCenter>, Failure> {
    Ok(Json(account_center::get(&tenant).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Body(input): Body<UpdateAccountCenter>,
) -> Result<Json<AccountCenter>, Failure> {
    Ok(Json(account_center::update(&tenant, input).await?))
}
