//! Requests of service providers (SAML 2.0 Core section 3.4.1, Bindings sections 3.4 and 3.5).

use std::io::Read as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::read::DeflateDecoder;

use crate::xml::{self, child, text};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

/// Most bytes that a request unfolds to.
const LARGEST: u64 = 64 * 1024;

/// Most characters of an identifier.
const LONGEST_ID: usize = 128;

/// A request for a sign-in, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its identifier, which the response names.
    pub id: String,
    /// Who asks.
    pub issuer: String,
    /// Where it was sent to, if it says so.
    pub destination: Option<String>,
    /// Where the response shall go, if it says so.
    pub assertion_consumer: Option<String>,
}

/// The XML of a request that came in the query of an address: base64 of deflated bytes.
pub fn inflate(message: &str) -> Result<String, String> {
    let bytes = decode(message)?;
    let mut unfolded = String::new();
    let read = DeflateDecoder::new(bytes.as_slice()).take(LARGEST.saturating_add(1)).read_to_string(&mut unfolded);
    read.map_err(|_| "it cannot be inflated")?;
    if u64::try_from(unfolded.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err("it is too large".to_owned());
    }
    Ok(unfolded)
}

/// The XML of a request that was posted: base64.
pub fn unwrap(message: &str) -> Result<String, String> {
    let bytes = decode(message)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err("it is too large".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

fn decode(message: &str) -> Result<Vec<u8>, String> {
    let message: String = message.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(message).map_err(|_| "it is not base64".to_owned())
}

/// Reads a request.
pub fn parse(xml: &str) -> Result<Request, String> {
    let document = xml::parse(xml)?;
    let root = document.document_element().ok_or("it is empty")?;
    if !xml::is(&document, root, PROTOCOL, "AuthnRequest") {
        return Err("it is not a SAML 2.0 request for a sign-in".to_owned());
    }
    let attribute = |name: &str| document.get_attribute(root, name);
    if attribute("Version") != Some("2.0") {
        return Err("it is of another version".to_owned());
    }
    let id = attribute("ID").unwrap_or_default();
    if id.is_empty() || id.chars().count() > LONGEST_ID {
        return Err("its `ID` is missing or too long".to_owned());
    }
    if attribute("ProtocolBinding").is_some_and(|binding| binding != POST) {
        return Err("responses are sent by HTTP-POST only".to_owned());
    }
    let issuer = child(&document, root, ASSERTION, "Issuer").map(|issuer| text(&document, issuer));
    Ok(Request {
        id: id.to_owned(),
        issuer: issuer.ok_or("it does not say who asks")?,
        destination: attribute("Destination").map(ToOwned::to_owned),
        assertion_consumer: attribute("AssertionConsumerServiceURL").map(ToOwned::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::{inflate, parse, unwrap};

    #[test]
    fn what_is_no_request_is_refused() {
        for text in ["", "%", "AAAA", "////"] {
            assert!(inflate(text).is_err() || text.is_empty(), "{text}");
        }
        unwrap("%").unwrap_err();
        for text in ["", "<a/>", "<AuthnRequest xmlns='urn:oasis:names:tc:SAML:2.0:protocol'/>"] {
            parse(text).unwrap_err();
        }
    }
}
