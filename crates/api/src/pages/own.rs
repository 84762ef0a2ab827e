//! Pages of the tenant's own in place of ours.

use avouch_domain::sign_in_exp::custom_ui;
use avouch_oidc::Issuer;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use super::look::Look;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::oidc::Browser;

/// Where a first page wants the settings and texts that ours have.
const PLACE: &str = "\"__LOGTO_SSR__\"";

/// The first page, with settings and texts where it has a place for them.
pub(super) async fn first(state: &State, browser: &Browser, accepted: &[String]) -> Option<Response> {
    let issuer = browser.visit().issuer;
    let mut page = match custom_ui::page(&issuer.tenant, state.0.storage.as_ref(), "").await {
        Ok(page) => page?,
        Err(failure) => return Some(Failure::Domain(failure).into_response()),
    };
    if let Ok(text) = std::str::from_utf8(&page.bytes)
        && text.contains(PLACE)
    {
        let look = match Look::of(browser, accepted).await {
            Ok(look) => look,
            Err(failure) => return Some(failure.into_response()),
        };
        let told = format!("Object.freeze({})", avouch_web::inline(&look.for_own_pages()));
        page.bytes = text.replacen(PLACE, &told, 1).into();
    }
    Some(answer(page))
}

/// A file, where the tenant has pages of its own.
pub(super) async fn file(state: &State, issuer: &Issuer, path: &str) -> Option<Response> {
    match custom_ui::page(&issuer.tenant, state.0.storage.as_ref(), path).await {
        Ok(page) => Some(answer(page?)),
        Err(failure) => Some(Failure::Domain(failure).into_response()),
    }
}

fn answer(page: custom_ui::Page) -> Response {
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
    response
}
