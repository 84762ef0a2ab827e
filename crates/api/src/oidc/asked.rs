//! A request of a client to one of the endpoints that it authenticates at.

use avouch_oidc::token::Request as ClientRequest;
use avouch_oidc::{Caller, Code, OidcError, Params, Provider};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};

use super::{browser, cors, error, form};
use crate::http::front::Context;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// What was asked.
pub(super) struct Asked {
    context: Context,
    headers: HeaderMap,
    query: String,
    params: Params,
    authorization: Option<String>,
    origin: Option<String>,
    dpop: Option<String>,
    caller: Caller,
}

/// The `DPoP` header. Several are joined, so that they are no proof.
pub(super) fn dpop(headers: &HeaderMap) -> Option<String> {
    let all: Vec<_> = headers.get_all("dpop").iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    (!all.is_empty()).then(|| all.join(","))
}

/// The certificate of the client's connection, where a trusted proxy passes it on. Several are no certificate.
pub(super) fn certificate<'a>(headers: &'a HeaderMap, provider: &Provider) -> Option<&'a str> {
    let mut all = headers.get_all(provider.certificate_header()?).iter();
    let value = all.next()?;
    Some(if all.next().is_none() { value.to_str().unwrap_or("?") } else { "?" })
}

impl Asked {
    /// Reads a request.
    pub(super) async fn read(request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts).map_err(IntoResponse::into_response)?;
        let headers = parts.headers.clone();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let params = form::params(Request::from_parts(parts, body)).await.map_err(IntoResponse::into_response)?;
        let text =
            |name| headers.get(name).map(|value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Ok(Self {
            caller: browser::caller(&context, &headers),
            authorization: text(header::AUTHORIZATION),
            origin: text(header::ORIGIN),
            dpop: dpop(&headers),
            context,
            headers,
            query,
            params,
        })
    }

    /// The same as the provider takes it.
    pub(super) fn request(&self, provider: &Provider) -> ClientRequest<'_> {
        ClientRequest {
            issuer: &self.context.issuer,
            authorization: self.authorization.as_deref(),
            origin: self.origin.as_deref(),
            dpop: self.dpop.as_deref(),
            certificate: certificate(&self.headers, provider),
            params: &self.params,
            caller: &self.caller,
        }
    }

    /// Whether a script of a page asks.
    pub(super) fn is_of_page(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether the client wants an answer of a media type.
    pub(super) fn wants(&self, kind: &str) -> bool {
        let accept = self.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        accept.split(',').any(|one| one.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind))
    }

    /// The answer, with the headers that answers to clients have.
    pub(super) fn answer(&self, outcome: Result<Response, OidcError>) -> Response {
        let (mut response, readable) = match outcome {
            Ok(response) => (response, true),
            Err(failure) => {
                let mut response = error::answer(&failure, &self.query);
                if failure.code == Code::InvalidClient && failure.status == 401 && self.authorization.is_some() {
                    error::challenge(&mut response, &failure, &self.context.issuer.url());
                }
                (response, !failure.origin_refused)
            }
        };
        response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
        if readable {
            cors::allow(&self.headers, &mut response);
        }
        response
    }
}
