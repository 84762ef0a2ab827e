//! Cookies: only what we signed is read, and the list of interactions survives whatever a browser sends back.
#![no_main]

use std::sync::LazyLock;

use avouch_crypto::Secret;
use avouch_oidc::fuzzing::{interaction, interactions, signed_cookie};
use libfuzzer_sys::fuzz_target;

static KEYS: LazyLock<[Secret; 2]> = LazyLock::new(|| [Secret::new("a key of ours"), Secret::new("an older one")]);

fuzz_target!(|text: &str| {
    for name in ["_session", "_interaction", "_interaction_resume"] {
        assert_eq!(signed_cookie(text, name, &*KEYS), None, "nobody signed this");
    }
    let _ = interaction(text, "client");
    let (before, client) = text.split_once('\n').unwrap_or((text, "client"));
    let listed = interactions(Some(before), client, "uid");
    assert_eq!(interaction(&listed, client).as_deref(), Some("uid"));
    assert!(listed.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte)));
});
