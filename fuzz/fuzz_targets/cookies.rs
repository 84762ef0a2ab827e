//! Cookies: only what we signed is read, under its own name, and the list of interactions survives whatever a browser sends
//! back.
#![no_main]

use std::sync::LazyLock;

use avouch_crypto::Secret;
use avouch_oidc::fuzzing::{interaction, interactions, sign_cookie, signed_cookie};
use libfuzzer_sys::fuzz_target;

static KEYS: LazyLock<[Secret; 2]> = LazyLock::new(|| [Secret::new("a key of ours"), Secret::new("an older one")]);

const NAMES: [&str; 3] = ["_session", "_interaction", "_interaction_resume"];

fuzz_target!(|text: &str| {
    for name in NAMES {
        assert_eq!(signed_cookie(text, name, &*KEYS), None, "nobody signed this");
    }
    let _ = interaction(text, "client");
    let (before, client) = text.split_once('\n').unwrap_or((text, "client"));
    if client == "_legacy" {
        return;
    }
    let listed = interactions(Some(before), client, "uid");
    assert_eq!(interaction(&listed, client).as_deref(), Some("uid"));
    assert!(listed.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte)));
    comes_back(&listed, text);
});

/// What we set is read again, also with the older key, though under no other name and in no other company.
fn comes_back(value: &str, beside: &str) {
    for signers in [&KEYS[..], &KEYS[1..]] {
        let set = sign_cookie("_interaction", value, signers);
        let pairs: Vec<&str> = set.iter().filter_map(|header| header.split(';').next()).collect();
        let sent = pairs.join("; ");
        assert_eq!(signed_cookie(&sent, "_interaction", &*KEYS).as_deref(), Some(value));
        assert_eq!(signed_cookie(&sent.replace("_interaction", "_session"), "_session", &*KEYS), None);
        // What stands before it may hide it, and cannot change it.
        let after = signed_cookie(&format!("{beside}; {sent}"), "_interaction", &*KEYS);
        assert!(after.is_none_or(|read| read == value));
    }
}
