//! The client.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use crate::address::Reach;
use crate::kept::Kept;
use crate::request::{Answer, Request};

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

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How far it goes.
    pub reach: Reach,
    /// What it calls itself unless a request says otherwise.
    pub user_agent: &'static str,
    /// Where every request goes in place of its own host, unencrypted and with the `Host` it was meant for: how tests
    /// stand in for providers whose addresses are fixed.
    pub stand_in: Option<SocketAddr>,
}

impl From<Reach> for Options {
    fn from(reach: Reach) -> Self {
        Self { reach, user_agent: "Avouch", stand_in: None }
    }
}

/// Makes requests. Cheap to clone. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are honoured; behind a proxy it is the
/// proxy that resolves names.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    options: Options,
    pub(crate) kept: Kept,
}

impl Client {
    /// A client that goes as far as it is allowed to.
    pub fn new(options: impl Into<Options>) -> Result<Self, Error> {
        let options = options.into();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(Guarded(options.reach));
        if options.stand_in.is_some() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|_| Error::Malformed)?;
        Ok(Self { http, options, kept: Kept::default() })
    }

    /// Whether it goes to public addresses only, so that strangers may name addresses to it.
    pub fn is_guarded(&self) -> bool {
        self.options.reach == Reach::Public
    }

    /// The addresses that a name stands for; none if it cannot be resolved in time.
    pub async fn addresses(&self, name: &str) -> Vec<IpAddr> {
        let found = tokio::time::timeout(Duration::from_secs(5), tokio::net::lookup_host((name, 443))).await;
        found.ok().and_then(Result::ok).into_iter().flatten().map(|address| address.ip()).collect()
    }

    /// Makes a request; answers of every status are answers.
    pub async fn send(&self, request: Request) -> Result<Answer, Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Error::Malformed)?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| Error::Malformed)?);
        }
        headers.entry(header::USER_AGENT).or_insert(HeaderValue::from_static(self.options.user_agent));
        let url = self.address(&request.url, &mut headers)?;
        let sent = self.http.request(request.method, url).headers(headers).timeout(request.timeout).body(request.body);
        let mut response = sent.send().await.map_err(|error| failure(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            if body.len() + chunk.len() > request.largest {
                return Err(Error::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.into() })
    }

    /// Where a request goes, if it may.
    fn address(&self, url: &str, headers: &mut HeaderMap) -> Result<Url, Error> {
        let mut url = Url::parse(url).map_err(|_| Error::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Malformed);
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        // An address in numbers is not resolved, so the resolver does not see it.
        let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        if literal.is_some_and(|address| !self.options.reach.allows(address)) {
            return Err(Error::Refused);
        }
        if let Some(stand_in) = self.options.stand_in {
            headers.insert(header::HOST, HeaderValue::from_str(&host).map_err(|_| Error::Malformed)?);
            url.set_scheme("http").map_err(|()| Error::Malformed)?;
            url.set_ip_host(stand_in.ip()).map_err(|()| Error::Malformed)?;
            url.set_port(Some(stand_in.port())).map_err(|()| Error::Malformed)?;
        }
        Ok(url)
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
