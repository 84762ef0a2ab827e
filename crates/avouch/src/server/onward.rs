//! Plain HTTP beside TLS: sends browsers on, and lets certificate authorities look for their proofs.

use axum::response::{IntoResponse as _, Response};
use http::uri::Authority;
use http::{HeaderValue, Request, StatusCode, header};

/// Whether a certificate authority looks for a proof (RFC 8555 section 8.3).
pub(super) fn is_proof<B>(request: &Request<B>) -> bool {
    request.uri().path().starts_with("/.well-known/acme-challenge/")
}

/// The same address over TLS.
pub(super) fn answer<B>(request: &Request<B>, port: u16) -> Response {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let authority = host.and_then(|host| host.parse::<Authority>().ok());
    let Some(authority) = authority.filter(|authority| !authority.as_str().contains('@')) else {
        return (StatusCode::BAD_REQUEST, "The request has no Host header.").into_response();
    };
    let port = if port == 443 { String::new() } else { format!(":{port}") };
    let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    match HeaderValue::try_from(format!("https://{}{port}{path}", authority.host())) {
        // The method stays: what was posted is posted again.
        Ok(address) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::{answer, is_proof};

    fn asked(host: &str, path: &str) -> Request<()> {
        Request::get(path).header("host", host).body(()).unwrap()
    }

    #[test]
    fn sends_on_to_the_same_host() {
        let to = |host, path, port| answer(&asked(host, path), port).headers().get("location").cloned();
        assert_eq!(to("id.example.com", "/a?b=c", 443).unwrap(), "https://id.example.com/a?b=c");
        assert_eq!(to("id.example.com:80", "/", 8443).unwrap(), "https://id.example.com:8443/");
        assert_eq!(to("id.example.com@evil.test", "/", 443), None);
        assert!(is_proof(&asked("id.example.com", "/.well-known/acme-challenge/x")));
        assert!(!is_proof(&asked("id.example.com", "/.well-known/openid-configuration")));
    }
}
