//! The pages that people see while they sign in.

mod look;
mod own;
mod packed;
mod policy;

pub(crate) use look::{Look, Shown};
pub(crate) use packed::Packed;

use avouch_domain::domains::verification_files;
use avouch_domain::sign_in_exp;
use avouch_oidc::Issuer;
use avouch_web::Pages;
use axum::Router;
use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

use crate::http::answer;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::language;
use crate::oidc::{Browser, found};

/// Pages that only make sense while someone signs in.
const GUARDED: [&str; 11] = [
    "/",
    "/sign-in",
    "/sign-in/{*rest}",
    "/register",
    "/register/{*rest}",
    "/single-sign-on",
    "/single-sign-on/{*rest}",
    "/social/{*rest}",
    "/forgot-password",
    "/forgot-password/{*rest}",
    "/consent/{*rest}",
];

/// Pages that say themselves what is missing.
const OPEN: [&str; 18] = [
    "/unknown-session",
    "/account-suspended",
    "/identifier-sign-in",
    "/identifier-register",
    "/reset-password",
    "/one-time-token",
    "/one-time-token/error",
    "/switch-account",
    "/continue/{*rest}",
    "/mfa-onboarding",
    "/mfa-binding",
    "/mfa-binding/{*rest}",
    "/mfa-verification",
    "/mfa-verification/{*rest}",
    "/create-passkey",
    "/direct/{method}",
    "/direct/{method}/{target}",
    "/social/landing/{connector}",
];

/// Where people come back from a provider. Some send a form, whose fields go on in the address.
const CALLBACKS: [&str; 2] = ["/callback/{connector}", "/callback/social/{connector}"];

pub(crate) fn router() -> Router<State> {
    let mut router = Router::new();
    for path in GUARDED {
        router = router.route(path, get(guarded));
    }
    for path in OPEN {
        router = router.route(path, get(open));
    }
    for path in CALLBACKS {
        router = router.route(path, get(open).post(come_back));
    }
    router
}

/// Largest form of a provider, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// A provider that sends its answer as a form: the page reads it from the address.
pub(crate) async fn come_back(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let prefix = match Context::of(&parts) {
        Ok(context) => prefix(&context.issuer),
        Err(failure) => return failure.into_response(),
    };
    let path = parts.uri.path();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_FORM).await else {
        return answer::text(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let pairs = form_urlencoded::parse(&body);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let mut response = answer::text(StatusCode::SEE_OTHER);
    // What providers send is secret: no cache keeps where it leads.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(location) = HeaderValue::from_str(&format!("{prefix}{path}?{query}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

async fn open(AxumState(state): AxumState<State>, request: Request) -> Response {
    page(&state, request, false).await
}

async fn guarded(AxumState(state): AxumState<State>, request: Request) -> Response {
    page(&state, request, true).await
}

async fn page(state: &State, request: Request, needs_session: bool) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    let visit = browser.visit();
    if needs_session && !is_preview(&browser) && state.0.provider.interaction(&visit).await.is_err() {
        return lost(visit.issuer).await;
    }
    show(state, &browser, &accepted).await
}

/// Whether an operator looks at how pages would be.
fn is_preview(browser: &Browser) -> bool {
    browser.visit().params.get("preview").is_some()
}

/// Nobody is signing in here: the tenant may know where such people should go.
pub(crate) async fn lost(issuer: &Issuer) -> Response {
    match sign_in_exp::unknown_session_redirect(&issuer.tenant).await {
        Ok(Some(url)) => found(&url),
        Ok(None) | Err(_) => found(&format!("{}/unknown-session", prefix(issuer))),
    }
}

/// The first segments of the tenant's paths, where tenants are told apart by them.
pub(crate) fn prefix(issuer: &Issuer) -> String {
    let rest = issuer.endpoint.split("://").nth(1).unwrap_or_default();
    rest.split_once('/')
        .map(|(_, path)| format!("/{}", path.trim_matches('/')))
        .filter(|path| path.len() > 1)
        .unwrap_or_default()
}

/// A page of the tenant's own, or ours, with all that it has to know.
pub(crate) async fn show(state: &State, browser: &Browser, accepted: &[String]) -> Response {
    if !is_preview(browser)
        && let Some(response) = own::first(state, browser, accepted).await
    {
        return response;
    }
    ours(state, browser, accepted, StatusCode::OK).await
}

/// A page of ours. Operators see previews in a frame of theirs, where their style sheet is told to it.
pub(crate) async fn ours(state: &State, browser: &Browser, accepted: &[String], status: StatusCode) -> Response {
    let look = match Look::of(browser, accepted).await {
        Ok(look) => look,
        Err(failure) => return failure.into_response(),
    };
    let operators = &state.0.provider.endpoints().admin;
    let (css, framed_by) =
        if is_preview(browser) { (None, Some(origin(operators))) } else { (look.text("customCss", ""), None) };
    look.show(state, browser, Shown { status, pages: Pages::SignIn, css, more: json!({}), framed_by, is_single: false })
        .await
}

/// A page that says what went wrong, with the status of an answer for programs; that answer where it cannot be made.
pub(crate) async fn refused(
    state: &State,
    browser: &Browser,
    accepted: &[String],
    plain: Response,
    told: Value,
) -> Response {
    let Ok(look) = Look::of(browser, accepted).await else { return plain };
    let css = look.text("customCss", "");
    let (status, pages, more) = (plain.status(), Pages::SignIn, json!({ "refused": told }));
    let mut response =
        look.show(state, browser, Shown { status, pages, css, more, framed_by: None, is_single: true }).await;
    if let Some(later) = plain.headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, later.clone());
    }
    response
}

/// An address without its path.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| host + at);
    address.get(..end).unwrap_or(address)
}

/// Whatever nothing else is at: a file of the tenant's own pages, if it has some.
pub(crate) async fn other(AxumState(state): AxumState<State>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let is_page = parts.method == Method::GET && !["/api", "/oidc"].iter().any(|own| path.starts_with(own));
    if is_page && let Some(file) = proof(&state, &parts).await {
        return file;
    }
    if is_page
        && let Ok(context) = Context::of(&parts)
        && let Some(response) = own::file(&state, &context.issuer, path).await
    {
        return response;
    }
    if is_page && wants(&parts.headers) {
        return nothing(&state, Request::from_parts(parts, body)).await;
    }
    answer::text(StatusCode::NOT_FOUND)
}

/// Whether a person is to read the answer: browsers name HTML, programs JSON or nothing (RFC 9110 section 12.5.1).
pub(crate) fn wants(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accepts| accepts.to_str().ok()).unwrap_or_default();
    let weight = |kind: &str| {
        let named = accepts.split(',').map(|one| one.split_once(';').unwrap_or((one, "")));
        let named = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case(kind));
        named.map(|(_, more)| weight_of(more)).fold(0.0, f32::max)
    };
    let html = weight("text/html");
    html > 0.0 && html >= weight("application/json")
}

fn weight_of(parameters: &str) -> f32 {
    let weight = parameters.split(';').find_map(|one| one.trim().strip_prefix("q="));
    weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0))
}

/// A page that says that there is nothing.
async fn nothing(state: &State, request: Request) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    match Browser::read(request).await {
        Ok(browser) => ours(state, &browser, &accepted, StatusCode::NOT_FOUND).await,
        Err(response) => response,
    }
}

/// A file that proves to another service whose the domain is that was asked for.
pub(crate) async fn proof(state: &State, parts: &Parts) -> Option<Response> {
    let host = Context::of(parts).ok()?.host;
    let file = match verification_files::at(&state.0.store, &host, parts.uri.path()).await {
        Ok(file) => file?,
        Err(error) => return Some(Failure::from(error).into_response()),
    };
    let kind = if file.content_type == "application/json" { "application/json" } else { "text/plain; charset=utf-8" };
    Some(([(header::CONTENT_TYPE, kind)], file.content).into_response())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn browsers_read_pages_and_programs_do_not() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", true),
            ("text/html", true),
            ("TEXT/HTML; q=0.5", true),
            ("text/html;q=0.5, application/json", false),
            ("application/json, text/html", true),
            ("application/json, text/plain, */*", false),
            ("*/*", false),
            ("text/html;q=0", false),
            ("text/html;q=x", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(super::wants(&headers), expected, "{accept}");
        }
    }
}
