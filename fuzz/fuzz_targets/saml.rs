//! SAML: metadata, requests and responses of strangers are read or refused; nothing unsigned is believed.
#![no_main]

use std::sync::LazyLock;

use avouch_crypto::jose::{KeyKind, SigningKey};
use avouch_saml::idp::{self, request};
use avouch_saml::{Expected, IdentityProvider, read};
use libfuzzer_sys::fuzz_target;

static CERTIFICATE: LazyLock<String> = LazyLock::new(|| {
    let key = SigningKey::generate(KeyKind::Rsa).expect("a key can be made");
    idp::issue(&key, 1_700_000_000, 10).expect("a certificate can be made").pem
});
static PROVIDER: LazyLock<IdentityProvider> = LazyLock::new(|| {
    IdentityProvider::new("https://idp.test", "https://idp.test/sso", &CERTIFICATE).expect("it is one")
});

fuzz_target!(|text: &str| {
    let _ = IdentityProvider::parse(text);
    let _ = request::parse(text);
    let _ = request::inflate(text).map(|xml| request::parse(&xml));
    let _ = request::unwrap(text).map(|xml| request::parse(&xml));
    let expected = Expected {
        provider: &PROVIDER,
        audience: "https://sp.test",
        recipient: "https://sp.test/acs",
        request: None,
        keys: &[],
        now: 1_750_000_000,
        tolerance: 0,
    };
    assert!(read(text, &expected).is_err(), "nobody signed this");
});
