//! What the tenant wants, read from its settings.

use avouch_domain::{Error, Result};
use avouch_store::Tenant;
use avouch_store::sign_in_experiences::{self as stored, Settings};
use serde_json::Value;

use crate::IdentifierType;

/// The settings of a tenant.
pub(crate) async fn load(tenant: &Tenant) -> Result<Settings> {
    let settings = stored::settings(tenant).await?;
    settings.ok_or_else(|| Error::Store(avouch_store::Error::Corrupt("the tenant has no sign-in settings".to_owned())))
}

/// Whether people may sign in.
pub(crate) fn signs_in(settings: &Settings) -> bool {
    settings.mode != "Register"
}

/// Whether people may register.
pub(crate) fn registers(settings: &Settings) -> bool {
    settings.mode != "SignIn"
}

/// Whether an identifier of a kind signs in with a password.
pub(crate) fn password_method(settings: &Settings, kind: IdentifierType) -> bool {
    let methods = settings.sign_in.get("methods").and_then(Value::as_array);
    methods.into_iter().flatten().any(|method| {
        method.get("identifier").and_then(Value::as_str) == Some(kind.as_str())
            && method.get("password").and_then(Value::as_bool) == Some(true)
    })
}

/// Whether people have to prove that they are people.
pub(crate) fn wants_captcha(settings: &Settings) -> bool {
    settings.captcha_policy.get("enabled").and_then(Value::as_bool) == Some(true)
}

/// What every account must have.
pub(crate) fn mandatory(settings: &Settings) -> Vec<&'static str> {
    let has = |name: &str| {
        let identifiers = settings.sign_up.get("identifiers").and_then(Value::as_array);
        identifiers.into_iter().flatten().any(|own| own.as_str() == Some(name))
    };
    let mut wanted = Vec::new();
    if has("username") {
        wanted.push("username");
    }
    match (has("email"), has("phone")) {
        (true, true) => wanted.push("emailOrPhone"),
        (true, false) => wanted.push("email"),
        (false, true) => wanted.push("phone"),
        (false, false) => {}
    }
    let secondary = settings.sign_up.get("secondaryIdentifiers").and_then(Value::as_array);
    for identifier in secondary.into_iter().flatten().filter_map(|entry| entry.get("identifier")?.as_str()) {
        for known in ["username", "email", "phone", "emailOrPhone"] {
            if identifier == known && !wanted.contains(&known) {
                wanted.push(known);
            }
        }
    }
    if settings.sign_up.get("password").and_then(Value::as_bool) == Some(true) {
        wanted.push("password");
    }
    wanted
}
