//! Tokens: nothing verifies but what was signed, and reading one without a check harms nobody.
#![no_main]

use std::sync::LazyLock;

use avouch_crypto::jose::{self, Curve, KeyKind, SigningKey, VerifyingKey};
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let pem = SigningKey::generate(KeyKind::Ec(Curve::P256)).expect("a key can be made");
    SigningKey::from_pem(&pem).expect("it is one")
});
static SIGNED: LazyLock<String> = LazyLock::new(|| {
    jose::sign(&KEY, "at+jwt", &serde_json::json!({ "sub": "someone", "aud": "https://api.test" })).expect("it signs")
});

fuzz_target!(|text: &str| {
    if let Ok((_, claims)) = jose::peek(text) {
        assert!(text.matches('.').count() == 2 && claims.is_object(), "a token has three parts, and claims");
    }
    assert!(jose::verify(text, |_| Some(KEY.verifying())).is_err(), "nobody signed this");
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        if value.is_object() && text.len() < 1000 {
            let signed = jose::sign(&KEY, "at+jwt", &value).expect("it signs");
            let (_, claims) = jose::verify(&signed, |_| Some(KEY.verifying())).expect("we signed this");
            // Numbers are read as near as they can be.
            assert_eq!(claims, serde_json::from_str::<serde_json::Value>(&value.to_string()).expect("it was JSON"));
        }
        for algorithm in ["ES256", "ES384", "RS256", "PS256", "EdDSA"] {
            let _ = VerifyingKey::from_jwk(&value, algorithm);
        }
    }
    // One that was signed, with a part of it exchanged for the input.
    let parts: Vec<&str> = SIGNED.split('.').collect();
    for at in 0..parts.len() {
        let mut changed = parts.clone();
        changed[at] = text;
        let changed = changed.join(".");
        assert!(changed == *SIGNED || jose::verify(&changed, |_| Some(KEY.verifying())).is_err());
    }
});
