//! `/api/experience/profile/mfa/trusted-device`: the browser stands for a second factor from now on.

use avouch_signin::trusted_device::{self, NewCookie};
use axum::response::Response;
use http::{HeaderValue, header};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::NoContent;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.not_supported_for_forgot_password"),
        (403, "auth.forbidden"),
        (403, "session.mfa.require_mfa_verification"),
        (404, "session.identifier_not_found"),
    ];
    Routes::at("/api/experience/profile/mfa/trusted-device")
        .post(create, about("Have the browser stand for a second factor from now on", ERRORS))
}

async fn create(interacting: Interacting) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = trusted_device::create(interacting.tenant(), &mut progress).await;
    interacting.step("Profile.Update", Value::Null, &progress, outcome).await?;
    Ok(NoContent)
}

/// Has the browser keep what it is known by.
pub(in crate::experience) fn keep(response: &mut Response, cookie: &NewCookie) {
    let NewCookie { name, value, expires_at } = cookie;
    let expires = expires_at.http().unwrap_or_default();
    let cookie = format!("{name}={value}; path=/; expires={expires}; samesite=lax; secure; httponly");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
