//! Responses to service providers (SAML 2.0 Core section 3.3.3, Profiles section 4.1.4.2): an assertion that is signed,
//! and encrypted where the service provider wants that.

use std::fmt::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_dsig::{DsigContext, sign};
use bergshamra_enc::{EncContext, encrypt};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::{load_pem_auto, load_x509_cert_der};
use jiff::Timestamp;

use crate::Certificate;
use crate::xml::escaped;

/// Seconds for which a response is good.
const LIFETIME: i64 = 300;

/// The key that signs.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// Its PEM.
    pub private_key: &'a str,
    /// Its certificate.
    pub certificate: &'a Certificate,
}

/// How an assertion is encrypted.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// The service provider's certificate.
    pub certificate: &'a str,
    /// Whether the response is signed too, around what is encrypted.
    pub then_sign: bool,
}

/// What a response says.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    /// Its identifier; it begins with a letter or `_`.
    pub id: &'a str,
    /// The identifier of its assertion.
    pub assertion_id: &'a str,
    /// The request that it answers, if there was one.
    pub answers: Option<&'a str>,
    /// Who says it.
    pub issuer: &'a str,
    /// Whom it is for.
    pub audience: &'a str,
    /// Where it goes.
    pub recipient: &'a str,
    /// Seconds since the Unix epoch.
    pub now: i64,
    /// How the person is named.
    pub name_id_format: &'a str,
    /// The person.
    pub name_id: &'a str,
    /// What is told of them.
    pub attributes: &'a [(String, Vec<String>)],
}

impl Response<'_> {
    /// The document, base64.
    pub fn make(&self, signer: Signer<'_>, sealed: Option<Sealed<'_>>) -> Result<String, String> {
        let assertion = signed(&self.assertion(&template(self.assertion_id, signer)), signer)?;
        let response = match sealed {
            None => self.around(&assertion, ""),
            Some(sealed) => {
                let hidden = hidden(&assertion, sealed.certificate)?;
                if sealed.then_sign {
                    signed(&self.around(&hidden, &template(self.id, signer)), signer)?
                } else {
                    self.around(&hidden, "")
                }
            }
        };
        Ok(BASE64_STANDARD.encode(response))
    }

    fn time(&self, more: i64) -> String {
        Timestamp::from_second(self.now.saturating_add(more)).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
    }

    fn answers(&self) -> String {
        self.answers.map(|id| format!(" InResponseTo=\"{}\"", escaped(id))).unwrap_or_default()
    }

    fn around(&self, assertion: &str, signature: &str) -> String {
        let [id, issuer, recipient] = [self.id, self.issuer, self.recipient].map(escaped);
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{}\" \
             Destination=\"{recipient}\"{}><saml:Issuer>{issuer}</saml:Issuer>{signature}<samlp:Status><samlp:StatusCode \
             Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>{assertion}</samlp:Response>",
            self.time(0),
            self.answers()
        )
    }

    fn assertion(&self, signature: &str) -> String {
        let [id, issuer, audience, recipient, format, name] =
            [self.assertion_id, self.issuer, self.audience, self.recipient, self.name_id_format, self.name_id]
                .map(escaped);
        let (now, end, answers) = (self.time(0), self.time(LIFETIME), self.answers());
        format!(
            "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" \
             IssueInstant=\"{now}\"><saml:Issuer>{issuer}</saml:Issuer>{signature}<saml:Subject>\
             <saml:NameID Format=\"{format}\">{name}</saml:NameID>\
             <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
             <saml:SubjectConfirmationData Recipient=\"{recipient}\" NotOnOrAfter=\"{end}\"{answers}/>\
             </saml:SubjectConfirmation></saml:Subject>\
             <saml:Conditions NotBefore=\"{now}\" NotOnOrAfter=\"{end}\"><saml:AudienceRestriction>\
             <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
             <saml:AuthnStatement AuthnInstant=\"{now}\" SessionIndex=\"{id}\"><saml:AuthnContext>\
             <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>\
             </saml:AuthnContext></saml:AuthnStatement>{}</saml:Assertion>",
            self.statement()
        )
    }

    fn statement(&self) -> String {
        if self.attributes.is_empty() {
            return String::new();
        }
        let mut xml = "<saml:AttributeStatement>".to_owned();
        for (name, values) in self.attributes {
            let _ = write!(
                xml,
                "<saml:Attribute Name=\"{}\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:basic\">",
                escaped(name)
            );
            for value in values {
                let _ = write!(xml, "<saml:AttributeValue>{}</saml:AttributeValue>", escaped(value));
            }
            xml.push_str("</saml:Attribute>");
        }
        xml + "</saml:AttributeStatement>"
    }
}

/// An empty signature of an element.
fn template(id: &str, signer: Signer<'_>) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
         <ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
         <ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue></ds:DigestValue>\
         </ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
        signer.certificate.text
    )
}

fn signed(xml: &str, signer: Signer<'_>) -> Result<String, String> {
    let mut keys = KeysManager::new();
    keys.add_key(load_pem_auto(signer.private_key.as_bytes(), None).map_err(|error| error.to_string())?);
    sign::sign(&DsigContext::new(keys), xml).map_err(|error| error.to_string())
}

/// An assertion that only the service provider can read.
fn hidden(assertion: &str, certificate: &str) -> Result<String, String> {
    let certificate = Certificate::parse(certificate).ok_or("the certificate for encryption cannot be read")?;
    let der = BASE64_STANDARD.decode(certificate.text).map_err(|error| error.to_string())?;
    let mut keys = KeysManager::new();
    keys.add_key(load_x509_cert_der(&der).map_err(|error| error.to_string())?);
    let template = "<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">\
         <xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" \
         Type=\"http://www.w3.org/2001/04/xmlenc#Element\">\
         <xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2009/xmlenc11#aes256-gcm\"/>\
         <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>\
         <xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/>\
         <xenc:CipherData><xenc:CipherValue></xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>\
         <xenc:CipherData><xenc:CipherValue></xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>\
         </saml:EncryptedAssertion>";
    encrypt::encrypt(&EncContext::new(keys), template, assertion.as_bytes()).map_err(|error| error.to_string())
}
