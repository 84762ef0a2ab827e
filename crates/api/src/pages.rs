//! The pages that people see while they sign in.

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::domains::verification_files;
use avouch_domain::sign_in_exp::custom_ui;
use avouch_domain::{phrases, sign_in_exp};
use avouch_oidc::Issuer;
use avouch_web::SignInPage;
use axum::Router;
use axum::extract::{Path, Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

use crate::http::answer;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::oidc::{Browser, found, redirect};
use crate::well_known::phrases::accepted;

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
const OPEN: [&str; 14] = [
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
    "/mfa-binding/{*rest}",
    "/mfa-verification/{*rest}",
    "/create-passkey",
    "/direct/{method}/{target}",
];

/// Where people come back from a provider. Some send a form, whose fields go on in the address.
const CALLBACKS: [&str; 2] = ["/callback/{connector}", "/callback/social/{connector}"];

pub(crate) fn router() -> Router<State> {
    let mut router = Router::new()
        .route("/assets/{version}/{name}", get(asset))
        .route("/mfa-binding", get(open))
        .route("/mfa-verification", get(open));
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
async fn come_back(request: Request) -> Response {
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
    redirect(&format!("{prefix}{path}?{query}"))
}

/// A file of the pages; its address changes with it.
async fn asset(Path((version, name)): Path<(String, String)>) -> Response {
    let Some((kind, text)) = avouch_web::asset(&version, &name) else {
        return answer::text(StatusCode::NOT_FOUND);
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}

async fn open(AxumState(state): AxumState<State>, request: Request) -> Response {
    page(&state, request, false).await
}

async fn guarded(AxumState(state): AxumState<State>, request: Request) -> Response {
    page(&state, request, true).await
}

async fn page(state: &State, request: Request, needs_session: bool) -> Response {
    let accepted = accepted(request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    let visit = browser.visit();
    let is_preview = visit.params.get("preview").is_some();
    if needs_session && !is_preview && state.0.provider.interaction(&visit).await.is_err() {
        return lost(visit.issuer).await;
    }
    show(state, &browser, &accepted).await
}

/// Nobody is signing in here: the tenant may know where such people should go.
pub(crate) async fn lost(issuer: &Issuer) -> Response {
    let settings = sign_in_exp::get(&issuer.tenant).await.ok();
    match settings.and_then(|settings| settings.unknown_session_redirect_url) {
        Some(url) => found(&url),
        None => found(&format!("{}/unknown-session", prefix(issuer))),
    }
}

/// The first segments of the tenant's paths, where tenants are told apart by them.
fn prefix(issuer: &Issuer) -> String {
    let rest = issuer.endpoint.split("://").nth(1).unwrap_or_default();
    rest.split_once('/')
        .map(|(_, path)| format!("/{}", path.trim_matches('/')))
        .filter(|path| path.len() > 1)
        .unwrap_or_default()
}

/// A sign-in page with all that it has to know.
pub(crate) async fn show(state: &State, browser: &Browser, accepted: &[String]) -> Response {
    if browser.visit().params.get("preview").is_none()
        && let Some(response) = own(state, browser.visit().issuer, "").await
    {
        return response;
    }
    match made(browser, accepted).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

/// A file of the tenant's own pages, where it has some.
pub(crate) async fn own(state: &State, issuer: &Issuer, path: &str) -> Option<Response> {
    let page = match custom_ui::page(&issuer.tenant, state.0.storage.as_ref(), path).await {
        Ok(page) => page?,
        Err(failure) => return Some(Failure::Domain(failure).into_response()),
    };
    let sources = |own: &[String]| {
        let is_source = |source: &&String| source.chars().all(|c| c.is_ascii_graphic() && c != ';' && c != ',');
        own.iter().filter(is_source).map(|source| format!(" {source}")).collect::<Vec<_>>().concat()
    };
    let policy = format!(
        "default-src 'self' 'unsafe-inline' data: https:; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'{}; \
         connect-src 'self'{}; frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
        sources(&page.script_src),
        sources(&page.connect_src)
    );
    let mut response = page.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(avouch_storage::of_name(&page.path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    Some(response)
}

/// Whatever nothing else is at: a file of the tenant's own pages, if it has some.
pub(crate) async fn other(AxumState(state): AxumState<State>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let is_page = parts.method == Method::GET && !["/api", "/oidc"].iter().any(|own| path.starts_with(own));
    if is_page && let Some(file) = proof(&state, &parts).await {
        return file;
    }
    if is_page
        && let Ok(context) = Context::of(&parts)
        && let Some(response) = own(&state, &context.issuer, path).await
    {
        return response;
    }
    answer::text(StatusCode::NOT_FOUND)
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

/// What the page may load: its own, and the script of the captcha's provider where there is one.
fn policy(nonce: &str, captcha: Option<&Value>) -> String {
    let text = |name: &str| captcha.and_then(|config| config.get(name)?.as_str());
    let is_host = |host: &&str| host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let others = match text("type") {
        Some("Turnstile") => " https://challenges.cloudflare.com".to_owned(),
        Some("RecaptchaEnterprise") => {
            let host = text("domain").filter(is_host).filter(|host| !host.is_empty()).unwrap_or("www.google.com");
            format!(" https://{host} https://www.gstatic.com https://www.google.com")
        }
        _ => String::new(),
    };
    format!(
        "default-src 'none'; script-src 'self'{others}; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: https: http:; \
         connect-src 'self'{others}; frame-src 'self'{others}; font-src 'self' https:; base-uri 'self'; form-action 'self'; \
         frame-ancestors 'self'"
    )
}

async fn made(browser: &Browser, accepted: &[String]) -> Result<Response, Failure> {
    let visit = browser.visit();
    let (tenant, params) = (&visit.issuer.tenant, visit.params);
    let settings = sign_in_exp::public::get(tenant, params.get("app_id"), params.get("organization_id")).await?;
    let asked: Vec<String> =
        params.get("ui_locales").unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect();
    let texts = phrases::get(tenant, &asked, accepted).await?;
    let text = |member: &str, name: &str| {
        settings
            .settings
            .0
            .get(member)
            .and_then(|value| if name.is_empty() { Some(value) } else { value.get(name) })
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
    };
    let (favicon, css) = (text("branding", "favicon"), text("customCss", ""));
    let boot = json!({ "signInExperience": settings, "phrases": texts.texts, "language": texts.language });
    let nonce = random_text(Alphabet::Alphanumeric, 22);
    let html = SignInPage {
        boot: &boot,
        language: &texts.language,
        prefix: &prefix(visit.issuer),
        favicon: favicon.as_deref(),
        css: css.as_deref().filter(|_| params.get("preview").is_none()),
        nonce: &nonce,
    };
    let captcha = settings.captcha_config.as_ref().and_then(|config| serde_json::from_str(config.text()).ok());
    let policy = policy(&nonce, captcha.as_ref());
    let mut response = html.html().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [(header::CONTENT_SECURITY_POLICY, &policy), (header::CONTENT_LANGUAGE, &texts.language)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}
