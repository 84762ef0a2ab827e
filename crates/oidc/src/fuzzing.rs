//! What the targets in `fuzz/` reach into: pure functions that read what strangers send.

use avouch_crypto::Secret;

use crate::cookies::{Jar, Shape};
use crate::{Params, authorization, resources, scopes, token};

/// Whether an address is one that a registered address stands for.
pub fn redirect_uri_fits(registered: &str, wanted: &str, is_native: bool) -> bool {
    authorization::redirect_uri_fits(registered, wanted, is_native)
}

/// Whether a verifier hashes to a challenge.
pub fn verifier_fits(challenge: &str, verifier: &str) -> bool {
    token::verifier_fits(challenge, verifier)
}

/// The values of a scope, and those of them that are about the user.
pub fn scope(text: &str) -> (Vec<&str>, String) {
    (scopes::values(text), scopes::openid(text))
}

/// A scope that is held, down to what is wanted; the values that are not held where there are some.
pub fn narrowed_scope(held: &str, wanted: &str) -> Result<String, String> {
    scopes::narrowed(held, wanted)
}

/// The parameters of a form that passes, and the resources that it names.
pub fn form(text: &[u8]) -> Option<(Params, Vec<String>)> {
    let params = Params::from_form(text);
    params.check().ok()?;
    let named = resources::named(&params);
    Some((params, named))
}

/// The value of a signed cookie of a `Cookie` header.
pub fn signed_cookie(header: &str, name: &str, keys: &[Secret]) -> Option<String> {
    let cookies: Vec<_> = crate::cookie_pairs(header).collect();
    Jar { keys, cookies: &cookies }.signed(name).map(ToOwned::to_owned)
}

/// A signed cookie and its signature, as `Set-Cookie` headers.
pub fn sign_cookie(name: &str, value: &str, keys: &[Secret]) -> Vec<String> {
    let shape = Shape { path: "/", expires: None, http_only: true, secure: true };
    Jar { keys, cookies: &[] }.set_signed(name, value, shape).into_iter().map(|cookie| cookie.header).collect()
}

/// The cookie that lists interactions, with one more.
pub fn interactions(before: Option<&str>, client: &str, uid: &str) -> String {
    authorization::listed(before, client, uid)
}

/// The interaction of a client that such a cookie names.
pub fn interaction(cookie: &str, client: &str) -> Option<String> {
    authorization::of_client(cookie, Some(client))
}
