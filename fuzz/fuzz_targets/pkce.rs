//! PKCE: a verifier fits the challenge that it hashes to, and no other. Input: challenge, line break, verifier.
#![no_main]

use avouch_crypto::sha256;
use avouch_oidc::fuzzing::verifier_fits;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (challenge, verifier) = text.split_once('\n').unwrap_or(("", text));
    let real = BASE64_URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()));
    assert!(!verifier_fits(challenge, verifier) || challenge == real);
    let unreserved = verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    assert_eq!(verifier_fits(&real, verifier), (43..=128).contains(&verifier.len()) && unreserved);
});
