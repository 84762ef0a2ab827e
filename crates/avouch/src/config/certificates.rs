//! Settings of custom domains and their certificates.

use std::net::SocketAddr;
use std::path::PathBuf;

use avouch_jobs::certificates::Authority;
use url::{Host, Url};

use super::reader::Reader;
use crate::Failure;

/// Where custom domains lead, and where certificates come from.
#[derive(Clone, Debug, Default)]
pub struct Domains {
    /// The host name that custom domains point to.
    pub target: Option<String>,
    /// The name server that is asked for their records, in place of the system's.
    pub name_server: Option<SocketAddr>,
    /// A folder of certificates by domain.
    pub folder: Option<PathBuf>,
    /// The authority that certificates are got from.
    pub authority: Option<Authority>,
    /// Port that sends browsers on to HTTPS, and answers the authority.
    pub http_port: Option<u16>,
}

impl Domains {
    pub(super) fn load(reader: &Reader<'_>, endpoint: Option<&str>) -> Result<Self, Failure> {
        let target = reader.text("CUSTOM_DOMAIN_TARGET").map(|text| public(&text).ok_or(text)).transpose();
        let target = target.map_err(|text| {
            Failure::config(format!("CUSTOM_DOMAIN_TARGET must be a host name such as id.example.com, not `{text}`."))
        })?;
        Ok(Self {
            target: target.or_else(|| endpoint.and_then(host).and_then(|host| public(&host))),
            name_server: reader.parse("DNS_SERVER", "an address such as 127.0.0.1:53")?,
            folder: reader.text("CERTIFICATES_DIR").map(PathBuf::from),
            authority: authority(reader)?,
            http_port: reader.parse("HTTP_PORT", "a port")?,
        })
    }

    /// Whether certificates of domains are served here.
    pub fn are_certified(&self) -> bool {
        self.folder.is_some() || self.authority.is_some()
    }
}

/// The host of an address.
pub(crate) fn host(address: &str) -> Option<String> {
    let url = Url::parse(&address.replacen("://*.", "://_wildcard.", 1)).ok()?;
    url.host_str().map(|host| host.replacen("_wildcard.", "*.", 1))
}

/// A host name that others can point to.
fn public(text: &str) -> Option<String> {
    match Host::parse(text.trim_end_matches('.')) {
        Ok(Host::Domain(name)) if name.contains('.') && !name.contains('*') => Some(name),
        _ => None,
    }
}

fn authority(reader: &Reader<'_>) -> Result<Option<Authority>, Failure> {
    let external = match (reader.text("ACME_EAB_KEY_ID"), reader.text("ACME_EAB_HMAC_KEY")) {
        (Some(id), Some(key)) => Some((id, avouch_crypto::Secret::new(key))),
        (None, None) => None,
        _ => return Err(Failure::config("ACME_EAB_KEY_ID and ACME_EAB_HMAC_KEY go together; set both or neither.")),
    };
    let email = reader.text("ACME_EMAIL");
    let Some(directory) = reader.text("ACME_DIRECTORY_URL") else {
        if email.is_some() || external.is_some() {
            return Err(Failure::config(
                "ACME_EMAIL and ACME_EAB_… need ACME_DIRECTORY_URL, such as https://acme-v02.api.letsencrypt.org/directory.",
            ));
        }
        return Ok(None);
    };
    if !Url::parse(&directory).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(Failure::config(format!("ACME_DIRECTORY_URL must be an address, not `{directory}`.")));
    }
    if email.as_ref().is_some_and(|email| !email.contains('@')) {
        return Err(Failure::config("ACME_EMAIL must be an e-mail address."));
    }
    Ok(Some(Authority { directory, email, external }))
}

#[cfg(test)]
mod tests {
    use super::{host, public};

    #[test]
    fn reads_hosts() {
        assert_eq!(host("https://id.example.com:8443").as_deref(), Some("id.example.com"));
        assert_eq!(host("https://*.id.example.com").as_deref(), Some("*.id.example.com"));
        assert_eq!(public("ID.Example.com.").as_deref(), Some("id.example.com"));
        for other in ["localhost", "10.0.0.1", "*.id.example.com", "id.example.com/x"] {
            assert_eq!(public(other), None, "{other}");
        }
    }
}
