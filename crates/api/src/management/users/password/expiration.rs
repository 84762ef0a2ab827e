//! `/api/users/{userId}/password/expiration`: whether a password has to be changed.

use avouch_domain::users::password;
use avouch_model::users::UserProfile;
use avouch_model::users::requests::PasswordExpiration;

use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::users::{MISSING, about};

pub(super) fn routes() -> Routes {
    const OFF: (u16, &str) = (400, "sign_in_experiences.password_expiration_not_enabled");
    Routes::at("/api/users/{userId}/password/expiration")
        .patch(expire, about("Make a user change the password", &[OFF, MISSING]))
}

async fn expire(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<PasswordExpiration>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(password::expire(&tenant, &id, input).await?))
}
