//! Requests for a sign-in, sent by redirect (SAML 2.0 Bindings section 3.4).

use std::io::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use url::Url;

use crate::xml::escaped;

/// A request for a sign-in.
#[derive(Clone, Copy, Debug)]
pub struct AuthnRequest<'a> {
    /// Its identifier, which the response names. It begins with a letter or `_`.
    pub id: &'a str,
    /// When it is made, as ISO 8601 in UTC.
    pub issued_at: &'a str,
    /// What this server calls itself.
    pub issuer: &'a str,
    /// Where responses are posted to.
    pub assertion_consumer: &'a str,
    /// Where people go to sign in.
    pub destination: &'a str,
}

impl AuthnRequest<'_> {
    /// The address that a browser is sent to; nothing if the destination is none.
    pub fn address(&self, relay_state: &str) -> Option<String> {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(self.xml().as_bytes()).ok()?;
        let request = BASE64_STANDARD.encode(deflated.finish().ok()?);
        let mut url = Url::parse(self.destination).ok()?;
        url.query_pairs_mut().append_pair("SAMLRequest", &request).append_pair("RelayState", relay_state);
        Some(url.into())
    }

    fn xml(&self) -> String {
        let [id, issued_at, issuer, consumer, destination] =
            [self.id, self.issued_at, self.issuer, self.assertion_consumer, self.destination].map(escaped);
        format!(
            "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{issued_at}\" \
             Destination=\"{destination}\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
             AssertionConsumerServiceURL=\"{consumer}\"><saml:Issuer>{issuer}</saml:Issuer></samlp:AuthnRequest>"
        )
    }
}
