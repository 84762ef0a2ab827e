//! A browser of one person, as far as a sign-in needs it: cookies, redirects and the Experience API.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::Full;
use serde_json::Value;

use crate::Failure;
use crate::api::Api;
use crate::flows::BACK;

/// The S256 challenge of the verifier in `flows` (RFC 7636 appendix B).
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A browser of one person.
pub(crate) struct Browser<'a> {
    api: &'a Api,
    /// By name and path.
    cookies: BTreeMap<(String, String), String>,
}

impl<'a> Browser<'a> {
    /// Comes from an application to the sign-in page.
    pub(crate) async fn begin(api: &'a Api, application: &str) -> Result<Self, Failure> {
        let mut browser = Self { api, cookies: BTreeMap::new() };
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", application),
                ("redirect_uri", BACK),
                ("response_type", "code"),
                ("scope", "openid offline_access profile"),
                ("prompt", "consent"),
                ("state", "state"),
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "S256"),
            ])
            .finish();
        browser.follow(format!("/oidc/auth?{query}")).await?;
        Ok(browser)
    }
}

impl Browser<'_> {
    /// Sends something, and keeps the cookies of the answer, whatever it is.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        target: &str,
        kind: &str,
        body: String,
    ) -> Result<Response<Bytes>, Failure> {
        let authority = self.api.authority();
        let path = path(target);
        let sent = self.cookies.iter().filter(|((_, own), value)| !value.is_empty() && path.starts_with(own.as_str()));
        let cookies: Vec<String> = sent.map(|((name, _), value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{authority}{path}"))
            .header(header::HOST, authority)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, kind)
            .body(Full::new(body.into()))?;
        let response = self.api.raw(request).await?;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let mut words = cookie.to_str()?.split(';').map(str::trim);
            let Some((name, value)) = words.next().and_then(|pair| pair.split_once('=')) else { continue };
            let path = words.find_map(|word| word.to_ascii_lowercase().starts_with("path=").then(|| &word[5..]));
            self.cookies.insert((name.to_owned(), path.unwrap_or("/").to_owned()), value.to_owned());
        }
        Ok(response)
    }

    /// Asks the Experience API for something that it must grant.
    pub(crate) async fn json(&mut self, method: Method, path: &str, body: Value) -> Result<Value, Failure> {
        let response = granted(path, self.send(method, path, "application/json", body.to_string()).await?)?;
        Ok(serde_json::from_slice(response.body()).unwrap_or_default())
    }

    /// Follows redirects until one leads away or to a page; answers where.
    pub(crate) async fn follow(&mut self, mut target: String) -> Result<String, Failure> {
        for _ in 0..8 {
            if target.starts_with(BACK) || !target.contains("/oidc/") {
                return Ok(target);
            }
            let response = granted(&target, self.send(Method::GET, &target, "", String::new()).await?)?;
            let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
            location.ok_or("a redirect was expected")?.clone_into(&mut target);
        }
        Err("too many redirects".into())
    }
}

/// Path and query of an address of the server.
fn path(target: &str) -> &str {
    target.split_once("://").map_or(target, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]))
}

/// An answer, unless it is a refusal.
fn granted(target: &str, response: Response<Bytes>) -> Result<Response<Bytes>, Failure> {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return Err(format!("{}: {status} {}", path(target), String::from_utf8_lossy(response.body())).into());
    }
    Ok(response)
}
