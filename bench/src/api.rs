//! The public API of a server under measurement.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::Failure;

/// The resource of the default tenant's Management API.
const MANAGEMENT: &str = "https://default.logto.app/api";

/// A server with a token of its Management API.
pub(crate) struct Api {
    http: Client<HttpConnector, Full<Bytes>>,
    authority: String,
    id: String,
    secret: String,
    token: String,
}

impl Api {
    /// Gets a token.
    pub(crate) async fn connect(url: &str, id: &str, secret: &str) -> Result<Self, Failure> {
        let authority = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let http = Client::builder(TokioExecutor::new()).build_http();
        let mut api = Self { http, authority, id: id.to_owned(), secret: secret.to_owned(), token: String::new() };
        let (status, body) = api.send(api.token_request()?).await?;
        api.token = body
            .get("access_token")
            .and_then(Value::as_str)
            .ok_or_else(|| format!("{url} issues no token: {status} {body}"))?
            .to_owned();
        Ok(api)
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// A request of client credentials for the Management API.
    pub(crate) fn token_request(&self) -> Result<Request<Full<Bytes>>, Failure> {
        let form: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("grant_type", "client_credentials"), ("resource", MANAGEMENT), ("scope", "all")])
            .finish();
        let credential = BASE64_STANDARD.encode(format!("{}:{}", self.id, self.secret));
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("http://{}/oidc/token", self.authority))
            .header(header::HOST, &self.authority)
            .header(header::AUTHORIZATION, format!("Basic {credential}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(form.into()))?;
        Ok(request)
    }

    /// A request that reads something with the token.
    pub(crate) fn get(&self, path: &str) -> Result<Request<Full<Bytes>>, Failure> {
        self.request(Method::GET, path, Bytes::new())
    }

    /// A request with the token.
    pub(crate) fn request(&self, method: Method, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.authority))
            .header(header::HOST, &self.authority)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        Ok(request)
    }

    /// Makes a request.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Value), Failure> {
        let (parts, body) = self.http.request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok((parts.status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    /// How many rows a list has, as its header says.
    pub(crate) async fn count(&self, path: &str) -> Result<usize, Failure> {
        let answer = self.http.request(self.get(path)?).await?;
        let total = answer.headers().get("total-number").and_then(|total| total.to_str().ok());
        Ok(total.and_then(|total| total.parse().ok()).unwrap_or_default())
    }

    /// Makes a request that may have any answer.
    pub(crate) async fn raw(&self, request: Request<Full<Bytes>>) -> Result<http::Response<Bytes>, Failure> {
        let (parts, body) = self.http.request(request).await?.into_parts();
        Ok(http::Response::from_parts(parts, body.collect().await?.to_bytes()))
    }
}
