//! The way in and the way out of every request: identifier, tenant, time limit, panics, headers, figures.

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use avouch_crypto::{Alphabet, random_text};
use avouch_oidc::Issuer;
use avouch_signin::SignInContext;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use serde_json::{Map, Value};
use tower::ServiceExt as _;
use tower_http::CompressionLevel;
use tower_http::compression::Compression;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

use super::answer::{self, Tagged};
use super::app::App;
use super::failure::{self, Failure};
use super::{cors, language, safely, tenancy, unread};

const REQUEST_ID: HeaderName = HeaderName::from_static("logto-core-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How long a request may take in all.
const LONGEST: Duration = Duration::from_secs(30);

/// Bodies smaller than this, in bytes, are sent as they are.
const SMALLEST: u64 = 1024;

/// A request slower than this is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Headers of every answer, as OWASP recommends them.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (CORP, "same-origin"),
    (header::VARY, "Accept-Encoding, Origin"),
];

/// Which of the two listeners a request came in on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// For users.
    User,
    /// For operators.
    Admin,
}

/// What is known of the connection a request came in on.
#[derive(Clone, Copy, Debug)]
pub struct Connection {
    /// Listener.
    pub listener: Listener,
    /// Who is at the other end.
    pub peer: IpAddr,
}

/// What the front found out about a request.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) issuer: Issuer,
    /// The name of the host that was asked, without a port.
    pub(crate) host: Arc<str>,
    pub(crate) ip: IpAddr,
    /// What a proxy in front tells of where it comes from, for audit entries.
    pub(crate) told: Map<String, Value>,
}

impl Context {
    /// The context that the front put on a request.
    pub(crate) fn of(parts: &Parts) -> Result<Self, Failure> {
        let missing = || avouch_store::Error::Driver("a request without a context".to_owned());
        parts.extensions.get::<Self>().cloned().ok_or_else(|| missing().into())
    }
}

/// Answers a request.
pub async fn serve(app: &App, connection: Connection, request: Request<Body>) -> Response {
    let began = Instant::now();
    let id = random_text(Alphabet::UrlSafe, 16);
    let metrics = app.state.0.metrics.clone();
    let _in_flight = metrics.begin();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", id, %method, path);
    let (parts, body) = request.into_parts();
    let (body, unread) = unread::watch(body, parts.version);
    let request = Request::from_parts(parts, body);
    let mut response = tracing::Instrument::instrument(guarded(app, connection, request), span.clone()).await;
    if let Some(unread) = unread {
        unread.settle(&mut response).await;
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let (took, status) = (began.elapsed(), response.status().as_u16());
    metrics.count(&path, status, took);
    span.in_scope(|| match took {
        took if took >= SLOW => tracing::warn!(status, ?took, "a slow request"),
        took => tracing::debug!(status, ?took, "answered"),
    });
    response
}

/// Keeps a panic or an endless wait of one request from the others.
async fn guarded(app: &App, connection: Connection, request: Request<Body>) -> Response {
    let work = AssertUnwindSafe(compressed(app, connection, request)).catch_unwind();
    match tokio::time::timeout(LONGEST, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            failure::internal()
        }
        Err(_) => {
            tracing::warn!("a request took too long");
            failure::unavailable()
        }
    }
}

/// Compresses what is worth it. Entity tags are those of the plain bytes, so this comes last.
async fn compressed(app: &App, connection: Connection, request: Request<Body>) -> Response {
    let inner = tower::service_fn(async |request| Ok::<_, Infallible>(routed(app, connection, request).await));
    // What is told as it comes must not wait in a compressor.
    let worth = SizeAbove::new(SMALLEST).and(NotForContentType::IMAGES).and(NotForContentType::SSE);
    let service = Compression::new(inner).quality(CompressionLevel::Fastest).compress_when(worth);
    service.oneshot(request).await.unwrap_or_else(|never| match never {}).map(Body::new)
}

async fn routed(app: &App, connection: Connection, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let shared = &app.state.0;
    let seen = Seen::of(&parts, connection, shared.settings.trust_proxy, shared.settings.tls);
    let Some(host) = seen.host else {
        return (StatusCode::BAD_REQUEST, "The request has no Host header.").into_response();
    };
    let endpoints = shared.provider.endpoints();
    let issuer = match tenancy::resolve(&shared.store, endpoints, connection.listener, &host, &mut parts.uri).await {
        Ok(Some(issuer)) => issuer,
        Ok(None) => return answer::text(StatusCode::NOT_FOUND),
        Err(error) => return Failure::from(error).into_response(),
    };
    trim_slash(&mut parts);
    let path = parts.uri.path();
    // The provider has cross-origin rules of its own.
    let origin = if path.starts_with("/oidc") { None } else { cors::allowed(endpoints, path, &parts.headers).cloned() };
    if let Some(origin) = &origin
        && cors::is_preflight(&parts.method, &parts.headers)
    {
        return cors::preflight(origin, &parts.headers);
    }
    let tagged = parts.method == Method::GET && (path.starts_with("/api/") || path.starts_with("/oidc/"));
    let known = parts.headers.get(header::IF_NONE_MATCH).cloned();
    let asked = language::Asked::of(&parts);
    let told = shared.settings.injected.read(SignInContext::default(), &parts.headers).injected();
    parts.extensions.insert(Context { issuer, host: tenancy::name_of(&host).into(), ip: seen.ip, told });
    let mut response = safely::serve(app, Request::from_parts(parts, body)).await;
    if tagged && response.status() == StatusCode::OK {
        tag(&mut response, known.as_ref());
    }
    if let Some(origin) = origin {
        cors::allow(origin, response.headers_mut());
    }
    finish(&mut response, seen.secure);
    language::speak(&mut response, &asked);
    response
}

pub(super) async fn dispatch(app: &App, request: Request<Body>) -> Response {
    app.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
}

/// `/api/roles/` is `/api/roles`.
fn trim_slash(parts: &mut Parts) {
    let path = parts.uri.path();
    if path.len() < 2 || !path.ends_with('/') {
        return;
    }
    let trimmed = path.trim_end_matches('/');
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(uri) = format!("{}{query}", if trimmed.is_empty() { "/" } else { trimmed }).parse() {
        parts.uri = uri;
    }
}

/// Gives an answer its entity tag, or says that the client has it already (RFC 9110 section 13.1.2).
fn tag(response: &mut Response, known: Option<&HeaderValue>) {
    let Some(tag) = response.extensions().get::<Tagged>().map(Tagged::tag) else { return };
    if known.is_some_and(|known| safely::is_among(known, &tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_ENCODING);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
}

fn finish(response: &mut Response, secure: bool) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // People's pictures are for the applications that show them.
        if name != CORP || !headers.contains_key(CORP) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if secure {
        let value = HeaderValue::from_static("max-age=15552000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}

/// A request as the user sees it: through a proxy, if one is trusted.
struct Seen {
    host: Option<String>,
    ip: IpAddr,
    secure: bool,
}

impl Seen {
    fn of(parts: &Parts, connection: Connection, trust_proxy: bool, tls: bool) -> Self {
        let forwarded = |name: &HeaderName| {
            let value = parts.headers.get(name).filter(|_| trust_proxy)?.to_str().ok()?;
            value.split(',').next().map(|first| first.trim().to_owned())
        };
        let own = || {
            let header = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
            header.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str)).map(ToOwned::to_owned)
        };
        let host = forwarded(&FORWARDED_HOST).or_else(own).map(|host| host.to_ascii_lowercase());
        let ip = forwarded(&FORWARDED_FOR).and_then(|ip| ip.parse().ok()).unwrap_or(connection.peer);
        let secure = forwarded(&FORWARDED_PROTO).map_or(tls, |scheme| scheme.eq_ignore_ascii_case("https"));
        Self { host: host.filter(|host| !host.is_empty()), ip, secure }
    }
}
