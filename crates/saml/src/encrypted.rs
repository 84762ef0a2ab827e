//! Assertions that only we can read (SAML 2.0 Core section 2.3.4, XML Encryption).
//!
//! Of the message only algorithms and ciphertexts are taken, into an element that is written here: what is decrypted is
//! what was looked at, and nothing in the message points anywhere. Why it failed is not said: that would tell whoever
//! tries many of them what is inside.

use bergshamra_enc::{EncContext, decrypt};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::load_pem_auto;
use uppsala::{Document, NodeId};

use crate::xml::{SIGNATURE, child, escaped, text};

const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
const ENCRYPTION_11: &str = "http://www.w3.org/2009/xmlenc11#";

/// Ciphers of contents. CBC proves nothing by itself, but is what some providers know; what it hides must be signed.
const CIPHERS: [&str; 6] = [
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    "http://www.w3.org/2009/xmlenc11#aes192-gcm",
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
];

/// Ciphers of keys. RSA of PKCS #1 v1.5 is not among them: whoever may ask often can open it.
const TRANSPORTS: [&str; 2] =
    ["http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"];

/// What an encrypted assertion holds, opened with one of the keys in PEM form.
pub(crate) fn open(document: &Document<'_>, encrypted: NodeId, keys: &[&str]) -> Option<String> {
    let template = template(document, encrypted)?;
    keys.iter().find_map(|key| {
        let mut manager = KeysManager::new();
        manager.add_key(load_pem_auto(key.as_bytes(), None).ok()?);
        let context = EncContext::new(manager).with_disable_cipher_reference(true).with_max_pbkdf2_iterations(0);
        let opened = decrypt::decrypt_to_bytes(&context, &template).ok()?;
        String::from_utf8(opened).ok()
    })
}

/// The element that is decrypted. Its type is none of XML, so that what comes out is what went in.
fn template(document: &Document<'_>, encrypted: NodeId) -> Option<String> {
    let data = child(document, encrypted, ENCRYPTION, "EncryptedData")?;
    let info = child(document, data, SIGNATURE, "KeyInfo");
    // The key lies inside, or beside it.
    let inside = info.and_then(|info| child(document, info, ENCRYPTION, "EncryptedKey"));
    let key = inside.or_else(|| child(document, encrypted, ENCRYPTION, "EncryptedKey"))?;
    let (cipher, content) = parts(document, data)?;
    let (transport, secret) = parts(document, key)?;
    if !CIPHERS.contains(&cipher) || !TRANSPORTS.contains(&transport) {
        return None;
    }
    let [cipher, content, transport, secret] = [cipher, &content, transport, &secret].map(escaped);
    Some(format!(
        "<xenc:EncryptedData xmlns:xenc=\"{ENCRYPTION}\" xmlns:ds=\"{SIGNATURE}\" Type=\"urn:avouch:opaque\">\
         <xenc:EncryptionMethod Algorithm=\"{cipher}\"/><ds:KeyInfo><xenc:EncryptedKey>\
         <xenc:EncryptionMethod Algorithm=\"{transport}\">{}</xenc:EncryptionMethod>\
         <xenc:CipherData><xenc:CipherValue>{secret}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>\
         <xenc:CipherData><xenc:CipherValue>{content}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
        options(document, key)
    ))
}

/// The algorithm of a ciphertext, and the text itself in base64.
fn parts<'a>(document: &'a Document<'_>, of: NodeId) -> Option<(&'a str, String)> {
    let method = child(document, of, ENCRYPTION, "EncryptionMethod")?;
    let algorithm = document.get_attribute(method, "Algorithm")?;
    let data = child(document, of, ENCRYPTION, "CipherData")?;
    let value = text(document, child(document, data, ENCRYPTION, "CipherValue")?);
    let value: String = value.chars().filter(|character| !character.is_whitespace()).collect();
    Some((algorithm, value))
}

/// The hashes that a key is hidden with, where they are named.
fn options(document: &Document<'_>, key: NodeId) -> String {
    let method = child(document, key, ENCRYPTION, "EncryptionMethod");
    let named = |namespace: &str, name: &str| {
        let id = child(document, method?, namespace, name)?;
        document.get_attribute(id, "Algorithm").map(escaped)
    };
    let digest = named(SIGNATURE, "DigestMethod").map(|name| format!("<ds:DigestMethod Algorithm=\"{name}\"/>"));
    let mask = named(ENCRYPTION_11, "MGF")
        .map(|name| format!("<xenc11:MGF xmlns:xenc11=\"{ENCRYPTION_11}\" Algorithm=\"{name}\"/>"));
    digest.unwrap_or_default() + &mask.unwrap_or_default()
}
