//! Requests to others.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use crate::address::Reach;

/// Largest answer, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Not an `http` or `https` URL, or a header that cannot be sent.
    Malformed,
    /// The address may not be reached.
    Refused,
    /// No answer in time.
    Late,
    /// The answer is too large.
    TooLarge,
    /// Nobody answers, or not in HTTP.
    Unreachable,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed => "the request cannot be sent: its address or a header is malformed",
            Self::Refused => "the address is on a network that may not be reached",
            Self::Late => "no answer came in time",
            Self::TooLarge => "the answer is too large",
            Self::Unreachable => "nobody answers there",
        })
    }
}

impl std::error::Error for Error {}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
    timeout: Duration,
}

impl Request {
    /// A request without a body.
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        let timeout = Duration::from_secs(5);
        Self { method, url: url.into(), headers: Vec::new(), body: Bytes::new(), timeout }
    }

    /// `GET`.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new(Method::GET, url)
    }

    /// `POST`.
    pub fn post(url: impl Into<String>) -> Self {
        Self::new(Method::POST, url)
    }

    /// Sets a header; the one that was set last counts.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a body of a type.
    pub fn body(self, kind: &str, body: impl Into<Bytes>) -> Self {
        let mut request = self.header("content-type", kind);
        request.body = body.into();
        request
    }

    /// Sets a JSON body.
    pub fn json(self, body: &serde_json::Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sets how long an answer may take; 5 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

/// An answer.
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
    /// The body as JSON, if it is that.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Makes requests. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    reach: Reach,
}

impl Client {
    /// A client that goes as far as it is allowed to.
    pub fn new(reach: Reach) -> Result<Self, Error> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(Guarded(reach))
            .build()
            .map_err(|_| Error::Malformed)?;
        Ok(Self { http, reach })
    }

    /// Makes a request; answers of every status are answers.
    pub async fn send(&self, request: Request) -> Result<Answer, Error> {
        let url = Url::parse(&request.url).map_err(|_| Error::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Malformed);
        }
        // An address in numbers is not resolved, so the resolver does not see it.
        let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        if literal.is_some_and(|address| !self.reach.allows(address)) {
            return Err(Error::Refused);
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Error::Malformed)?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| Error::Malformed)?);
        }
        headers.entry(header::USER_AGENT).or_insert(HeaderValue::from_static("Avouch"));
        let sent = self.http.request(request.method, url).headers(headers).timeout(request.timeout).body(request.body);
        let mut response = sent.send().await.map_err(|error| failure(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Error::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.into() })
    }
}

fn failure(error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return Error::Late;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<NotAllowed>() {
            return Error::Refused;
        }
        cause = error.source();
    }
    if error.is_builder() { Error::Malformed } else { Error::Unreachable }
}

/// Every address of a name is refused.
#[derive(Debug)]
struct NotAllowed;

impl fmt::Display for NotAllowed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not allowed")
    }
}

impl std::error::Error for NotAllowed {}

/// Resolves names, and leaves out addresses that may not be reached. The connection goes to what is left, so a name
/// cannot mean another address a moment later.
#[derive(Debug)]
struct Guarded(Reach);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Box::new(NotAllowed) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::{Client, Error, Request};
    use crate::address::Reach;

    async fn server(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        format!("http://localhost:{}/", address.port())
    }

    #[tokio::test]
    async fn redirects_are_answers() {
        let url = server("HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n").await;
        let client = Client::new(Reach::Private).unwrap();
        assert_eq!(client.send(Request::get(&url)).await.unwrap().status, 302);
    }

    #[tokio::test]
    async fn names_and_numbers_are_looked_at() {
        let url = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
        let (public, private) = (Client::new(Reach::Public).unwrap(), Client::new(Reach::Private).unwrap());
        assert_eq!(private.send(Request::get(&url)).await.unwrap().text(), "ok");
        assert_eq!(public.send(Request::get(&url)).await.unwrap_err(), Error::Refused);
        let numbers = url.replace("localhost", "127.0.0.1");
        assert_eq!(public.send(Request::get(numbers)).await.unwrap_err(), Error::Refused);
        for (wrong, error) in [
            ("ftp://localhost/", Error::Malformed),
            ("nonsense", Error::Malformed),
            ("http://169.254.169.254/latest", Error::Refused),
            ("http://[fe80::1]/", Error::Refused),
            ("http://localhost:1/", Error::Unreachable),
        ] {
            assert_eq!(private.send(Request::get(wrong)).await.unwrap_err(), error, "{wrong}");
        }
    }
}
