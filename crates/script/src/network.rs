//! What a script may ask of others, where that is allowed.

use std::cell::Cell;
use std::time::{Duration, Instant};

use avouch_outbound::{Client, Request};
use http::Method;
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

/// Most requests of a run.
const MOST: u32 = 5;

/// Largest body of a request and of an answer, in bytes.
const LARGEST: usize = 64 * 1024;

/// A request as the sandbox writes it.
#[derive(Deserialize)]
struct Asked {
    url: String,
    method: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// An answer as the sandbox reads it.
#[derive(Serialize)]
struct Answered {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The network as one run sees it.
#[derive(Debug)]
pub(crate) struct Network {
    client: Client,
    runtime: Handle,
    until: Instant,
    left: Cell<u32>,
}

impl Network {
    /// Must be made on a thread of the runtime.
    pub(crate) fn new(client: Client, longest: Duration) -> Self {
        Self { client, runtime: Handle::current(), until: Instant::now() + longest, left: Cell::new(MOST) }
    }

    /// Makes a request that is written in JSON; answers in JSON, or why there is no answer.
    pub(crate) fn fetch(&self, asked: &str) -> Result<String, String> {
        let Asked { url, method, headers, body } =
            serde_json::from_str(asked).map_err(|_| "the request cannot be read".to_owned())?;
        let left = self.left.get().checked_sub(1).ok_or_else(|| format!("a script makes {MOST} requests at most"))?;
        self.left.set(left);
        let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())
            .map_err(|_| format!("{method} is no method of HTTP"))?;
        let remaining = self.until.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Err("the script has no time left".to_owned());
        }
        let body = body.unwrap_or_default();
        if body.len() > LARGEST {
            return Err("the body of the request is too large".to_owned());
        }
        let kind = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let kind = kind.map_or("text/plain;charset=UTF-8", |(_, value)| value.as_str()).to_owned();
        let mut request = Request::new(method, url).timeout(remaining).largest(LARGEST);
        for (name, value) in headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type")) {
            request = request.header(name, value);
        }
        if !body.is_empty() {
            request = request.body(&kind, body);
        }
        let answer = self.runtime.block_on(self.client.send(request)).map_err(|error| error.to_string())?;
        let headers = answer.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()));
        let told = Answered { status: answer.status.as_u16(), headers: headers.collect(), body: answer.text() };
        serde_json::to_string(&told).map_err(|error| error.to_string())
    }
}
