//! Questions to the domain name system, asked anew each time: what was found earlier proves nothing now.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long all that a question takes may take.
const LONGEST: Duration = Duration::from_secs(8);

/// Nobody answered, which says nothing of what the answer would have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no name server answers")
    }
}

impl std::error::Error for Unanswered {}

/// Asks name servers. Cheap to clone.
#[derive(Clone)]
pub struct Dns {
    /// Nothing where the system says nothing of name servers.
    resolver: Option<TokioResolver>,
}

impl fmt::Debug for Dns {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Dns")
    }
}

impl Dns {
    /// Asks one server, or those that the system asks.
    pub fn new(server: Option<SocketAddr>) -> Self {
        Self { resolver: resolver(server) }
    }

    /// The texts of a name.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, Unanswered> {
        let found = self.ask(name, RecordType::TXT).await?;
        Ok(found.into_iter().filter_map(text).collect())
    }

    /// The name that a name stands for, if it stands for another.
    pub async fn alias(&self, name: &str) -> Result<Option<String>, Unanswered> {
        let found = self.ask(name, RecordType::CNAME).await?;
        Ok(found.into_iter().find_map(|data| match data {
            RData::CNAME(of) => Some(of.0.to_utf8().trim_end_matches('.').to_lowercase()),
            _ => None,
        }))
    }

    /// The addresses of a name, whatever it stands for.
    pub async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Unanswered> {
        let (four, six) = tokio::join!(self.ask(name, RecordType::A), self.ask(name, RecordType::AAAA));
        let of = |data: RData| match data {
            RData::A(own) => Some(IpAddr::V4(own.0)),
            RData::AAAA(own) => Some(IpAddr::V6(own.0)),
            _ => None,
        };
        Ok(four?.into_iter().chain(six?).filter_map(of).collect())
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, Unanswered> {
        // With the dot no search list of this machine is tried.
        let asked = self.resolver.as_ref().ok_or(Unanswered)?.lookup(format!("{name}."), kind);
        match tokio::time::timeout(LONGEST, asked).await {
            Ok(Ok(found)) => Ok(found.answers().iter().map(|record| record.data.clone()).collect()),
            Ok(Err(error)) if error.is_no_records_found() => Ok(Vec::new()),
            Ok(Err(_)) | Err(_) => Err(Unanswered),
        }
    }
}

fn resolver(server: Option<SocketAddr>) -> Option<TokioResolver> {
    let provider = TokioRuntimeProvider::default();
    let mut builder = match server {
        None => TokioResolver::builder(provider).ok()?,
        Some(server) => {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
            let connections = connections.map(|one| at_port(one, server.port())).into();
            let server = NameServerConfig::new(server.ip(), true, connections);
            TokioResolver::builder_with_config(ResolverConfig::from_name_servers(vec![server]), provider)
        }
    };
    set(builder.options_mut());
    builder.build().ok()
}

fn at_port(mut connection: ConnectionConfig, port: u16) -> ConnectionConfig {
    connection.port = port;
    connection
}

fn set(options: &mut ResolverOpts) {
    options.timeout = PATIENCE;
    options.attempts = 2;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
}

/// A text in one piece.
fn text(data: RData) -> Option<String> {
    let RData::TXT(parts) = data else { return None };
    String::from_utf8(parts.txt_data.concat()).ok()
}
