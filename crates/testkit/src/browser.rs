//! A browser as far as the provider can tell: it keeps cookies by path, and goes where it is sent when told to.

use std::sync::{Arc, Mutex, PoisonError};

use form_urlencoded::Serializer;
use http::Method;
use serde_json::Value;

use crate::{Answer, Client};

/// A browser.
#[derive(Clone, Debug)]
pub struct Browser {
    client: Client,
    cookies: Arc<Mutex<Jar>>,
}

/// Values by name and path, the one that came last at the end.
type Jar = Vec<((String, String), String)>;

impl Browser {
    /// A fresh one.
    pub fn new(client: Client) -> Self {
        Self { client, cookies: Arc::default() }
    }

    /// The same browser, with a header that it, or a proxy before it, sends along.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        Self { client: self.client.with(name, value), cookies: self.cookies.clone() }
    }

    /// Opens an address; a whole one must be of the server.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(Method::GET, address, "", b"").await
    }

    /// Posts a form.
    pub async fn form(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.send(Method::POST, address, "application/x-www-form-urlencoded", body.as_bytes()).await
    }

    /// Sends JSON, as a page does.
    pub async fn json(&self, method: Method, address: &str, body: Value) -> Answer {
        self.send(method, address, "application/json", body.to_string().as_bytes()).await
    }

    /// Sends a body of a type.
    pub async fn send(&self, method: Method, address: &str, kind: &str, body: &[u8]) -> Answer {
        let path = address.strip_prefix(&self.client.base).unwrap_or(address);
        assert!(path.starts_with('/'), "{address} is not of the server");
        let answer = self.client.with("cookie", &self.cookies_for(path)).send(method, path, kind, body.to_vec()).await;
        self.keep(&answer);
        answer
    }

    fn cookies_for(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap_or_default();
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = cookies.iter().filter(|((_, scope), _)| path.starts_with(scope.as_str()));
        sent.map(|((name, _), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, answer: &Answer) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for line in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let mut parts = line.split("; ");
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let path = parts.clone().find_map(|part| part.strip_prefix("path=")).unwrap_or("/");
            let key = (name.to_owned(), path.to_owned());
            cookies.retain(|(known, _)| *known != key);
            if !parts.any(|part| part.starts_with("expires=Thu, 01 Jan 1970")) {
                cookies.push((key, value.to_owned()));
            }
        }
    }

    /// A cookie's value; of several, the one that came last.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().rev().find(|((own, _), _)| own == name).map(|(_, value)| value.clone())
    }

    /// Puts a cookie of someone else's making into the browser.
    pub fn plant(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (name.to_owned(), "/".to_owned());
        cookies.retain(|(known, _)| *known != key);
        cookies.push((key, value.to_owned()));
    }
}
