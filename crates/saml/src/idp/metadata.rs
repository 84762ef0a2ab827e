//! What an identity provider says of itself (SAML 2.0 Metadata section 2.4.3).

use crate::Certificate;
use crate::xml::escaped;

/// An identity provider, as service providers are told of it.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// What it calls itself.
    pub entity_id: &'a str,
    /// Where requests go, by redirect or by POST.
    pub sign_in_endpoint: &'a str,
    /// What signatures are checked with.
    pub certificates: &'a [Certificate],
    /// How people are named.
    pub name_id_format: &'a str,
}

impl Described<'_> {
    /// The document.
    pub fn xml(&self) -> String {
        let [entity, endpoint, format] = [self.entity_id, self.sign_in_endpoint, self.name_id_format].map(escaped);
        let mut keys = String::new();
        for certificate in self.certificates {
            keys.push_str("<KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>");
            keys.push_str(&certificate.text);
            keys.push_str("</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>");
        }
        let service = |binding: &str| {
            format!(
                "<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:{binding}\" Location=\"{endpoint}\"/>"
            )
        };
        let (redirect, post) = (service("HTTP-Redirect"), service("HTTP-POST"));
        format!(
            "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
             xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"{entity}\">\
             <IDPSSODescriptor WantAuthnRequestsSigned=\"false\" \
             protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}\
             <NameIDFormat>{format}</NameIDFormat>{redirect}{post}</IDPSSODescriptor></EntityDescriptor>"
        )
    }
}
