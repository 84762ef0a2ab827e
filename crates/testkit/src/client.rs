//! Requests as a program makes them.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// Someone who makes requests.
#[derive(Clone, Debug)]
pub struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    /// Address of the server.
    pub base: String,
    headers: HeaderMap,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text()))
    }

    /// A header as text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The error code of the body.
    pub fn code(&self) -> String {
        self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Fails unless the status is this one; answers the answer.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Fails unless it is this error.
    #[track_caller]
    pub fn refuses(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status.as_u16(), self.code().as_str()), (status, code), "{}", self.text());
        assert!(!self.json().get("message").and_then(Value::as_str).unwrap_or_default().is_empty());
        self
    }

    /// A member of the body that is a text.
    #[track_caller]
    pub fn text_of(&self, name: &str) -> String {
        let value = self.json();
        let text = value.get(name).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text `{name}` in {value}")).to_owned()
    }
}

impl Client {
    /// Anyone who reaches a server at an address.
    pub fn new(base: &str) -> Self {
        let http = HttpClient::builder(TokioExecutor::new()).build_http();
        Self { http, base: base.to_owned(), headers: HeaderMap::new() }
    }

    /// The same client with a header on every request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
        client
    }

    /// The same client with a bearer token.
    pub fn with_token(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The same client with HTTP Basic credentials.
    pub fn with_basic(&self, id: &str, secret: &str) -> Self {
        self.with("authorization", &format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}"))))
    }

    /// Makes a request with bytes as they are; fails if no answer comes.
    pub async fn send(&self, method: Method, path: &str, kind: &str, body: impl Into<Bytes>) -> Answer {
        self.try_send(method, path, kind, body).await.expect("the server answers")
    }

    /// The same; nothing if no answer comes.
    pub async fn try_send(&self, method: Method, path: &str, kind: &str, body: impl Into<Bytes>) -> Option<Answer> {
        let mut request = Request::builder().method(method.clone()).uri(format!("{}{path}", self.base));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(Full::new(body.into())).expect("a request");
        request.headers_mut().extend(self.headers.clone());
        let (parts, body) = self.http.request(request).await.ok()?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        crate::provoked::note(&method, path, &answer);
        Some(answer)
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Bytes::new()).await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, "application/json", body.to_string()).await
    }

    /// `PUT` with JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, "application/json", body.to_string()).await
    }

    /// `PATCH` with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, "application/json", body.to_string()).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "", Bytes::new()).await
    }

    /// `POST` with a form.
    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body).await
    }

    /// A token of an application for itself.
    pub async fn token(&self, id: &str, secret: &str, resource: &str, scope: &str) -> String {
        let pairs = [("grant_type", "client_credentials"), ("resource", resource), ("scope", scope)];
        let answer = self.with_basic(id, secret).form("/oidc/token", &pairs).await;
        answer.expect(200).text_of("access_token")
    }

    /// The claims of a token, unverified.
    pub fn claims(token: &str) -> Value {
        let part = token.split('.').nth(1).expect("a JWT");
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("claims")
    }
}
