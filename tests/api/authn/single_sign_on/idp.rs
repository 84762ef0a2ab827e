//! An identity provider that speaks SAML.

use std::io::Read as _;

use avouch_crypto::Clock;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_dsig::{DsigContext, sign};
use bergshamra_enc::{EncContext, encrypt};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::{load_pem_auto, load_x509_cert_der};

use crate::sso_connectors::{key_pair, metadata};

/// What a response says.
#[derive(Clone)]
pub(in crate::authn) struct Says {
    pub(in crate::authn) status: &'static str,
    pub(in crate::authn) destination: String,
    pub(in crate::authn) answers: String,
    pub(in crate::authn) issuer: String,
    pub(in crate::authn) assertion_issuer: String,
    pub(in crate::authn) audience: String,
    pub(in crate::authn) recipient: String,
    pub(in crate::authn) bearer_answers: String,
    /// Seconds from now, for the conditions.
    pub(in crate::authn) starts: i64,
    pub(in crate::authn) ends: i64,
    /// Seconds from now, for the bearer.
    pub(in crate::authn) bearer_ends: i64,
    pub(in crate::authn) name_id: String,
    pub(in crate::authn) email: String,
}

/// What is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::authn) enum Signed {
    Nothing,
    Assertion,
    Response,
}

/// An identity provider.
pub(in crate::authn) struct Idp {
    key: String,
    pub(in crate::authn) metadata: String,
}

impl Idp {
    pub(in crate::authn) fn new() -> Self {
        let (key, certificate) = key_pair();
        Self { key, metadata: metadata(&certificate) }
    }

    /// A response, base64.
    pub(in crate::authn) fn response(&self, says: &Says, signed: Signed) -> String {
        BASE64_STANDARD.encode(self.xml(says, signed))
    }

    pub(in crate::authn) fn xml(&self, says: &Says, signed: Signed) -> String {
        let xml = says.xml(signed);
        if signed == Signed::Nothing { xml } else { self.sign(&xml) }
    }

    fn sign(&self, xml: &str) -> String {
        let mut keys = KeysManager::new();
        keys.add_key(load_pem_auto(self.key.as_bytes(), None).unwrap());
        sign::sign(&DsigContext::new(keys), xml).unwrap()
    }

    /// A response whose assertion only the holder of a certificate's key can read: signed before, or around it.
    pub(in crate::authn) fn encrypted(&self, says: &Says, signed: Signed, to: &str, with: Ciphers) -> String {
        let inner = if signed == Signed::Assertion { Signed::Assertion } else { Signed::Nothing };
        let plain = self.xml(says, inner);
        let assertion = assertion_of(&plain);
        let hidden = with.hide(assertion, to);
        // The outer signature is made last, around what is encrypted.
        let outer = says.xml(signed);
        let around = outer.replace(assertion_of(&outer), &hidden);
        BASE64_STANDARD.encode(if signed == Signed::Response { self.sign(&around) } else { around })
    }
}

/// The assertion of a response.
pub(in crate::authn) fn assertion_of(xml: &str) -> &str {
    let end = "</saml:Assertion>";
    &xml[xml.find("<saml:Assertion ").unwrap()..xml.find(end).unwrap() + end.len()]
}

/// How an assertion is encrypted.
#[derive(Clone, Copy)]
pub(in crate::authn) struct Ciphers {
    pub(in crate::authn) content: &'static str,
    pub(in crate::authn) key: &'static str,
    /// Whether the key lies beside what it opens, and not in it.
    pub(in crate::authn) beside: bool,
}

impl Ciphers {
    pub(in crate::authn) const USUAL: Self = Self {
        content: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        key: "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
        beside: false,
    };

    fn hide(self, assertion: &str, certificate: &str) -> String {
        let lines = certificate.lines().filter(|line| !line.starts_with("-----"));
        let der = BASE64_STANDARD.decode(lines.collect::<String>()).unwrap();
        let mut keys = KeysManager::new();
        keys.add_key(load_x509_cert_der(&der).unwrap());
        let template = format!(
            "<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">\
             <xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" \
             Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\"{}\"/>\
             <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>\
             <xenc:EncryptionMethod Algorithm=\"{}\"/><xenc:CipherData><xenc:CipherValue></xenc:CipherValue>\
             </xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue></xenc:CipherValue>\
             </xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>",
            self.content, self.key
        );
        let hidden = encrypt::encrypt(&EncContext::new(keys), &template, assertion.as_bytes()).unwrap();
        if !self.beside {
            return hidden;
        }
        let (start, end) = ("<xenc:EncryptedKey>", "</xenc:EncryptedKey>");
        let key = &hidden[hidden.find(start).unwrap()..hidden.find(end).unwrap() + end.len()];
        let moved = key.replace(start, "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\">");
        let rest = hidden.replace(key, "<ds:RetrievalMethod URI=\"#elsewhere\"/>");
        rest.replace("</saml:EncryptedAssertion>", &format!("{moved}</saml:EncryptedAssertion>"))
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
    pub(in crate::authn) fn to(base: &str, connector: &str, request: &str) -> Self {
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
        let Self { status, destination, issuer, assertion_issuer, audience, recipient, name_id, email, .. } = self;
        // Whoever was not asked answers nothing.
        let attribute = |id: &String| if id.is_empty() { String::new() } else { format!(" InResponseTo=\"{id}\"") };
        let (answers, bearer_answers) = (attribute(&self.answers), attribute(&self.bearer_answers));
        let (issued, starts, ends, bearer_ends) = (at(0), at(self.starts), at(self.ends), at(self.bearer_ends));
        let (outer, inner) = (of(Signed::Response, "_r"), of(Signed::Assertion, "_a"));
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r\" Version=\"2.0\" IssueInstant=\"{issued}\" \
             Destination=\"{destination}\"{answers}><saml:Issuer>{issuer}</saml:Issuer>{outer}\
             <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:{status}\"/></samlp:Status>\
             <saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_a\" Version=\"2.0\" IssueInstant=\"{issued}\">\
             <saml:Issuer>{assertion_issuer}</saml:Issuer>{inner}<saml:Subject><saml:NameID>{name_id}</saml:NameID>\
             <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData \
             NotOnOrAfter=\"{bearer_ends}\" Recipient=\"{recipient}\"{bearer_answers}/>\
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
pub(in crate::authn) fn request(encoded: &str) -> String {
    let mut text = String::new();
    let deflated = BASE64_STANDARD.decode(encoded).unwrap();
    flate2::read::DeflateDecoder::new(deflated.as_slice()).read_to_string(&mut text).unwrap();
    text
}
