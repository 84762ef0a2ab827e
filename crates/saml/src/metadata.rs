//! What an identity provider says of itself (SAML 2.0 Metadata).

use uppsala::{Document, NodeId};
use url::Url;

use crate::Certificate;
use crate::xml::{self, METADATA, SIGNATURE};

/// `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect`
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/// An identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// What it calls itself.
    pub entity_id: String,
    /// Where people go to sign in, with a request in the query.
    pub sign_in_endpoint: String,
    /// Keys that it may sign with; at least one.
    pub certificates: Vec<Certificate>,
}

impl IdentityProvider {
    /// Puts together what an administrator wrote down.
    pub fn new(entity_id: &str, sign_in_endpoint: &str, certificate: &str) -> Result<Self, String> {
        if entity_id.is_empty() {
            return Err("the entity ID is missing".to_owned());
        }
        let is_web = Url::parse(sign_in_endpoint).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_web {
            return Err("the sign-in endpoint is not an HTTP address".to_owned());
        }
        let certificate = Certificate::parse(certificate).ok_or("the certificate cannot be read")?;
        Ok(Self {
            entity_id: entity_id.to_owned(),
            sign_in_endpoint: sign_in_endpoint.to_owned(),
            certificates: vec![certificate],
        })
    }

    /// Reads metadata: of one entity, or the first identity provider of several. Signatures of the metadata are not
    /// looked at: it is trusted because of where it came from.
    pub fn parse(metadata: &str) -> Result<Self, String> {
        let document = xml::parse(metadata)?;
        let root = document.document_element().ok_or("it is empty")?;
        let entities = if xml::is(&document, root, METADATA, "EntitiesDescriptor") {
            document.child_elements_by_name_ns(root, METADATA, "EntityDescriptor")
        } else if xml::is(&document, root, METADATA, "EntityDescriptor") {
            vec![root]
        } else {
            return Err("it is not SAML 2.0 metadata".to_owned());
        };
        let role = |entity: &NodeId| {
            Some((*entity, document.first_child_element_by_name_ns(*entity, METADATA, "IDPSSODescriptor")?))
        };
        let (entity, role) = entities.iter().find_map(role).ok_or("no identity provider is in it")?;
        let entity_id = document.get_attribute(entity, "entityID").unwrap_or_default();
        let services = document.child_elements_by_name_ns(role, METADATA, "SingleSignOnService");
        let redirect = services.into_iter().find(|id| document.get_attribute(*id, "Binding") == Some(REDIRECT));
        let endpoint = redirect.and_then(|id| document.get_attribute(id, "Location"));
        let endpoint = endpoint.ok_or("it names no endpoint for sign-in by redirect")?;
        let mut certificates = certificates(&document, role).into_iter();
        let first = certificates.next().ok_or("it has no certificate that signatures are checked with")?;
        let mut found = Self::new(entity_id, endpoint, &first)?;
        // One that cannot be read is of no use, and does no harm beside one that can.
        found.certificates.extend(certificates.filter_map(|text| Certificate::parse(&text)));
        Ok(found)
    }
}

/// Certificates for signatures; those that say nothing of their use are for everything.
fn certificates(document: &Document<'_>, role: NodeId) -> Vec<String> {
    let mut found = Vec::new();
    for key in document.child_elements_by_name_ns(role, METADATA, "KeyDescriptor") {
        if document.get_attribute(key, "use").is_some_and(|usage| usage != "signing") {
            continue;
        }
        for info in document.child_elements_by_name_ns(key, SIGNATURE, "KeyInfo") {
            for data in document.child_elements_by_name_ns(info, SIGNATURE, "X509Data") {
                for certificate in document.child_elements_by_name_ns(data, SIGNATURE, "X509Certificate") {
                    found.push(xml::text(document, certificate));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::IdentityProvider;

    #[test]
    fn what_is_no_metadata_is_refused() {
        let descriptor = "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='e'/>";
        let doctype = format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{descriptor}");
        for text in ["", "<", "<a/>", descriptor, &doctype] {
            IdentityProvider::parse(text).unwrap_err();
        }
    }
}
