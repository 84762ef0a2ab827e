//! What a provider that speaks SAML says of itself.

use std::process::Command;

/// A certificate of a provider, base64 without line breaks.
pub(crate) fn certificate() -> String {
    key_pair().1
}

/// A private key as PEM, and its certificate.
pub(crate) fn key_pair() -> (String, String) {
    make(&["-nodes"])
}

/// The same, with a passphrase on the key.
pub(crate) fn locked_key_pair(passphrase: &str) -> (String, String) {
    make(&["-passout", &format!("pass:{passphrase}")])
}

fn make(how: &[&str]) -> (String, String) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-subj", "/CN=idp", "-days", "30", "-keyout", "-"])
        .args(how)
        .output()
        .expect("openssl runs");
    let pem = String::from_utf8(made.stdout).unwrap();
    let (key, certificate) = pem.split_once("-----BEGIN CERTIFICATE-----").unwrap();
    (key.to_owned(), certificate.lines().filter(|line| !line.starts_with('-')).collect())
}

/// The metadata of a provider with a certificate.
pub(crate) fn metadata(certificate: &str) -> String {
    format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://idp.test\">\
         <IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <KeyDescriptor use=\"encryption\"/><KeyDescriptor use=\"signing\">\
         <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>\
         <SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://idp.test/post\"/>\
         <SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.test/sso\"/>\
         </IDPSSODescriptor></EntityDescriptor>"
    )
}
