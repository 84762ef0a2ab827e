//! An identity provider that speaks SAML.

use std::io::Read as _;

use avouch_crypto::Clock;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_dsig::{DsigContext, sign};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::load_pem_auto;

use crate::sso_connectors::{key_pair, metadata};

/// What a response says.
#[derive(Clone)]
pub(super) struct Says {
    pub(super) status: &'static str,
    pub(super) destination: String,
    pub(super) answers: String,
    pub(super) issuer: String,
    pub(super) assertion_issuer: String,
    pub(super) audience: String,
    pub(super) recipient: String,
    pub(super) bearer_answers: String,
    /// Seconds from now, for the conditions.
    pub(super) starts: i64,
    pub(super) ends: i64,
    /// Seconds from now, for the bearer.
    pub(super) bearer_ends: i64,
    pub(super) name_id: String,
    pub(super) email: String,
}

/// What is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    Nothing,
    Assertion,
    Response,
}

/// An identity provider.
pub(super) struct Idp {
    key: String,
    pub(super) metadata: String,
}

impl Idp {
    pub(super) fn new() -> Self {
        let (key, certificate) = key_pair();
        Self { key, metadata: metadata(&certificate) }
    }

    /// A response, base64.
    pub(super) fn response(&self, says: &Says, signed: Signed) -> String {
        BASE64_STANDARD.encode(self.xml(says, signed))
    }

    pub(super) fn xml(&self, says: &Says, signed: Signed) -> String {
        let xml = says.xml(signed);
        if signed == Signed::Nothing {
            return xml;
        }
        let mut keys = KeysManager::new();
        keys.add_key(load_pem_auto(self.key.as_bytes(), None).unwrap());
        sign::sign(&DsigContext::new(keys), &xml).unwrap()
    }
}

/// An empty signature of an element.
fn template(id: &str) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
         <ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
         <ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue></ds:DigestValue>\
         </ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue></ds:Signature>"
    )
}

impl Says {
    /// What a good response to a request says.
    pub(super) fn to(base: &str, connector: &str, request: &str) -> Self {
        let here = format!("{base}/api/authn/single-sign-on/saml/{connector}");
        Self {
            status: "Success",
            destination: here.clone(),
            answers: request.to_owned(),
            issuer: "https://idp.test".to_owned(),
            assertion_issuer: "https://idp.test".to_owned(),
            audience: format!("{base}/enterprise-sso/{connector}"),
            recipient: here,
            bearer_answers: request.to_owned(),
            starts: -10,
            ends: 300,
            bearer_ends: 300,
            name_id: "7".to_owned(),
            email: "grace@acme.test".to_owned(),
        }
    }

    fn xml(&self, signed: Signed) -> String {
        let now = Clock::System.now();
        let at = |seconds: i64| now.plus_millis(seconds * 1000).iso().unwrap();
        let of = |what: Signed, id: &str| if signed == what { template(id) } else { String::new() };
        let Self { status, destination, answers, issuer, assertion_issuer, audience, recipient, .. } = self;
        let Self { bearer_answers, name_id, email, .. } = self;
        let (issued, starts, ends, bearer_ends) = (at(0), at(self.starts), at(self.ends), at(self.bearer_ends));
        let (outer, inner) = (of(Signed::Response, "_r"), of(Signed::Assertion, "_a"));
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r\" Version=\"2.0\" IssueInstant=\"{issued}\" \
             Destination=\"{destination}\" InResponseTo=\"{answers}\"><saml:Issuer>{issuer}</saml:Issuer>{outer}\
             <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:{status}\"/></samlp:Status>\
             <saml:Assertion ID=\"_a\" Version=\"2.0\" IssueInstant=\"{issued}\">\
             <saml:Issuer>{assertion_issuer}</saml:Issuer>{inner}<saml:Subject><saml:NameID>{name_id}</saml:NameID>\
             <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData \
             NotOnOrAfter=\"{bearer_ends}\" Recipient=\"{recipient}\" InResponseTo=\"{bearer_answers}\"/>\
             </saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore=\"{starts}\" NotOnOrAfter=\"{ends}\">\
             <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>\
             </saml:Conditions><saml:AttributeStatement><saml:Attribute Name=\"email\">\
             <saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"name\">\
             <saml:AttributeValue>Grace</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>\
             </saml:Assertion></samlp:Response>"
        )
    }
}

/// The text of a request in an address.
pub(super) fn request(encoded: &str) -> String {
    let mut text = String::new();
    let deflated = BASE64_STANDARD.decode(encoded).unwrap();
    flate2::read::DeflateDecoder::new(deflated.as_slice()).read_to_string(&mut text).unwrap();
    text
}
