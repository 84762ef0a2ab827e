//! Signatures of responses. The mathematics and the canonical forms are `bergshamra`'s; what a signature may look like
//! at all is decided here, before it is looked at: one reference, to the element that it stands in, with the two
//! transforms that SAML knows (SAML 2.0 Core section 5.4). Nothing outside the document is ever read.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_dsig::verify::verify_all_document;
use bergshamra_dsig::{DsigContext, VerifyResult};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::load_x509_cert_der;
use uppsala::{Document, NodeId};

use crate::Certificate;
use crate::xml::{SIGNATURE, child, children, elements};

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Signatures with RSA or elliptic curves over hashes that hold.
const METHODS: [&str; 6] = [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
];

/// Hashes that hold.
const DIGESTS: [&str; 3] = [
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];

/// Whether there is a signature anywhere.
pub(crate) fn is_signed(document: &Document<'_>) -> bool {
    !elements(document, SIGNATURE, "Signature").is_empty()
}

/// Checks every signature of a document with one of the keys. Each must be of one of the elements given, right inside
/// it; there must be at least one.
pub(crate) fn check(document: &Document<'_>, of: &[NodeId], keys: &[Certificate]) -> Result<(), String> {
    let signatures = elements(document, SIGNATURE, "Signature");
    if signatures.is_empty() {
        return Err("it is not signed".to_owned());
    }
    for signature in &signatures {
        let parent = document.parent(*signature).filter(|parent| of.contains(parent));
        let parent = parent.ok_or("a signature stands where none belongs")?;
        is_plain(document, *signature, parent)?;
    }
    let mut manager = KeysManager::new();
    for key in keys {
        let der = BASE64_STANDARD.decode(&key.text).map_err(|_| "a certificate cannot be read")?;
        manager.add_key(load_x509_cert_der(&der).map_err(|_| "the key of a certificate cannot be used")?);
    }
    // The context trusts the keys that it is given and no others, whatever the document carries.
    let context = DsigContext::new(manager);
    let results = verify_all_document(&context, document).map_err(|error| format!("its signature is none: {error}"))?;
    let holds = |result: &VerifyResult| match result {
        VerifyResult::Valid { signature_node, references, .. } => {
            let parent = document.parent(*signature_node);
            parent.is_some()
                && matches!(references.as_slice(), [one] if one.digest_verified && one.resolved_node == parent)
        }
        VerifyResult::Invalid { .. } => false,
    };
    if results.len() == signatures.len() && results.iter().all(holds) {
        Ok(())
    } else {
        Err("its signature is not one of the identity provider".to_owned())
    }
}

/// Whether a signature looks as SAML wants it.
fn is_plain(document: &Document<'_>, signature: NodeId, parent: NodeId) -> Result<(), &'static str> {
    let algorithm = |id: NodeId| document.get_attribute(id, "Algorithm").unwrap_or_default();
    let one = |of: NodeId, name: &str| child(document, of, SIGNATURE, name);
    let info = one(signature, "SignedInfo").ok_or("a signature has not one `SignedInfo`")?;
    one(signature, "SignatureValue").ok_or("a signature has not one value")?;
    if !children(document, signature, SIGNATURE, "Object").is_empty() {
        return Err("a signature carries something with it");
    }
    let form = one(info, "CanonicalizationMethod").ok_or("a signature has not one canonical form")?;
    let method = one(info, "SignatureMethod").ok_or("a signature has not one method")?;
    if algorithm(form) != EXCLUSIVE || !METHODS.contains(&algorithm(method)) {
        return Err("a signature's method is not accepted");
    }
    let reference = one(info, "Reference").ok_or("a signature has not one reference")?;
    let id = document.get_attribute(parent, "ID").filter(|id| !id.is_empty()).ok_or("what is signed has no `ID`")?;
    let names = document.get_attribute(reference, "URI").and_then(|uri| uri.strip_prefix('#'));
    if names != Some(id) {
        return Err("a signature is of something else");
    }
    let digest = one(reference, "DigestMethod").ok_or("a signature has not one digest")?;
    if !DIGESTS.contains(&algorithm(digest)) {
        return Err("a signature's digest is not accepted");
    }
    let transforms = one(reference, "Transforms").ok_or("a signature is not said to be inside")?;
    let transforms = document.children(transforms).into_iter().filter(|id| document.element(*id).is_some());
    let transforms: Vec<&str> = transforms.map(algorithm).collect();
    if transforms == [ENVELOPED, EXCLUSIVE] { Ok(()) } else { Err("a signature's transforms are not accepted") }
}
