//! Every error is used, and a test provokes every code.

use avouch_domain::Error;
use regex::Regex;

use crate::sources;

/// Codes that no test can provoke through the API, each with the reason.
const BEYOND_TESTS: &[(&str, &str)] = &[
    ("session.email_blocklist.invalid_email", "the shape of addresses refuses it first"),
    ("user.username_starts_with_number", "the shape of user names refuses it first"),
    ("user.username_invalid_charset_hard", "the shape of user names refuses it first"),
];

pub(super) fn check() -> Vec<String> {
    let tests: String = sources::below("tests/api", ".rs").iter().map(|path| sources::text(path)).collect();
    let untested = Error::CODES
        .iter()
        .filter(|(code, _)| !tests.contains(&format!("\"{code}\"")))
        .filter(|(code, _)| BEYOND_TESTS.iter().all(|(own, _)| own != code))
        .map(|(code, status)| format!("no test provokes {status} {code}"));
    untested.chain(unused()).collect()
}

fn unused() -> Vec<String> {
    let Ok(variant) = Regex::new(r#"(?m)^    (\w+)(?: \{[^}]*\})? =>\s*\d{3} ""#) else { return Vec::new() };
    let used: String = sources::below("crates/domain/src", ".rs")
        .iter()
        .chain(&sources::below("crates/api/src", ".rs"))
        .chain(&sources::below("crates/signin/src", ".rs"))
        .chain(&sources::below("crates/account/src", ".rs"))
        .filter(|path| !path.ends_with("domain/src/error.rs"))
        .map(|path| sources::text(path))
        .collect();
    let declared = sources::text("crates/domain/src/error.rs");
    variant
        .captures_iter(&declared)
        .filter_map(|captures| captures.get(1).map(|name| name.as_str().to_owned()))
        .filter(|name| !used.contains(&format!("Error::{name}")))
        .map(|name| format!("nothing answers with Error::{name}"))
        .collect()
}
