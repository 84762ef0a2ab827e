//! `/api/.well-known/account-center`: what people may see and change of their own account.

use avouch_domain::account_center;
use avouch_model::account_center::AccountCenter;

use crate::http::answer::Json;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    let about = About::new("Well-known", "Get what people may do with their account", &[]);
    Routes::at("/api/.well-known/account-center").get(get, about)
}

async fn get(visitor: Visitor) -> Result<Json<AccountCenter>, Failure> {
    Ok(Json(account_center::get(&visitor.issuer.tenant).await?))
}
