//! `/api/captcha-provider`: who checks that a person is a person.

use avouch_domain::captcha_provider;
use avouch_model::captcha_provider::{CaptchaProvider, SetCaptchaProvider};

use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    let about = |summary, errors| About::new("Captcha provider", summary, errors);
    Routes::at("/api/captcha-provider")
        .get(get, about("Get the captcha provider", &[(404, "entity.not_found")]))
        .put(replace, about("Set the captcha provider", &[]))
        .delete(delete, about("Remove the captcha provider", &[]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<CaptchaProvider>, Failure> {
    Ok(Json(captcha_provider::get(&tenant).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Body(input): Body<SetCaptchaProvider>,
) -> Result<Json<CaptchaProvider>, Failure> {
    Ok(Json(captcha_provider::replace(&tenant, input).await?))
}

async fn delete(Management { tenant, .. }: Management) -> Result<NoContent, Failure> {
    captcha_provider::delete(&tenant).await?;
    Ok(NoContent)
}
