//! Requests for a sign-in, sent by redirect (SAML 2.0 Bindings section 3.4).

use std::io::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use url::{Url, form_urlencoded};

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

/// How a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureMethod {
    /// RSA with SHA-256.
    RsaSha256,
    /// RSA with SHA-512.
    RsaSha512,
}

impl SignatureMethod {
    /// Its name in XML signatures.
    pub fn uri(self) -> &'static str {
        match self {
            Self::RsaSha256 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Self::RsaSha512 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        }
    }
}

impl AuthnRequest<'_> {
    /// What goes into the address; with a method, exactly what is signed (section 3.4.4.1).
    pub fn query(&self, relay_state: &str, method: Option<SignatureMethod>) -> Option<String> {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(self.xml().as_bytes()).ok()?;
        let request = BASE64_STANDARD.encode(deflated.finish().ok()?);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("SAMLRequest", &request).append_pair("RelayState", relay_state);
        if let Some(method) = method {
            query.append_pair("SigAlg", method.uri());
        }
        Some(query.finish())
    }

    /// The address that a browser is sent to, with a query and its signature; nothing if the destination is none.
    pub fn address(&self, mut query: String, signature: Option<&[u8]>) -> Option<String> {
        if let Some(signature) = signature {
            let signature =
                form_urlencoded::byte_serialize(BASE64_STANDARD.encode(signature).as_bytes()).collect::<String>();
            query = format!("{query}&Signature={signature}");
        }
        let mut url = Url::parse(self.destination).ok()?;
        let query = match url.query() {
            Some(own) if !own.is_empty() => format!("{own}&{query}"),
            _ => query,
        };
        url.set_query(Some(&query));
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
