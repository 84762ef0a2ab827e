//! What the tenant wants, read from its settings.

use avouch_domain::{Error, Result};
use avouch_model::Json;
use avouch_store::Tenant;
use avouch_store::sign_in_experiences as stored;
use serde_json::Value;

use crate::IdentifierType;

/// What of a tenant's settings decides whether someone may sign in.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) mode: String,
    /// Whether enterprises' people sign in at their own provider.
    pub(crate) single_sign_on: bool,
    pub(crate) sign_in: Value,
    pub(crate) sign_up: Value,
    pub(crate) password_policy: Value,
    pub(crate) password_expiration: Value,
    pub(crate) username_policy: Value,
    pub(crate) social_sign_in: Value,
    pub(crate) passkey_sign_in: Value,
    pub(crate) mfa: Value,
    pub(crate) adaptive_mfa: Value,
    pub(crate) trusted_device: Value,
    pub(crate) captcha_policy: Value,
    pub(crate) sentinel_policy: Value,
    pub(crate) email_blocklist_policy: Value,
    /// Nothing where whatever there is recovers a password.
    pub(crate) forgot_password_methods: Option<Value>,
    /// Nothing where all fields are asked for.
    pub(crate) sign_up_profile_fields: Option<Value>,
}

/// The settings of a tenant.
pub(crate) async fn load(tenant: &Tenant) -> Result<Settings> {
    let missing = || Error::Store(avouch_store::Error::Corrupt("the tenant has no sign-in settings".to_owned()));
    let row = stored::cached(tenant).await?.ok_or_else(missing)?;
    let json = |json: &Json| serde_json::from_str(json.text()).unwrap_or_default();
    Ok(Settings {
        mode: row.sign_in_mode.clone(),
        single_sign_on: row.single_sign_on_enabled,
        sign_in: json(&row.sign_in),
        sign_up: json(&row.sign_up),
        password_policy: json(&row.password_policy),
        password_expiration: json(&row.password_expiration),
        username_policy: json(&row.username_policy),
        social_sign_in: json(&row.social_sign_in),
        passkey_sign_in: json(&row.passkey_sign_in),
        mfa: json(&row.mfa),
        adaptive_mfa: json(&row.adaptive_mfa),
        trusted_device: json(&row.trusted_device),
        captcha_policy: json(&row.captcha_policy),
        sentinel_policy: json(&row.sentinel_policy),
        email_blocklist_policy: row.email_blocklist_policy.as_ref().map(json).unwrap_or_default(),
        forgot_password_methods: row.forgot_password_methods.as_ref().map(json),
        sign_up_profile_fields: row.sign_up_profile_fields.as_ref().map(json),
    })
}

/// Whether people may sign in.
pub(crate) fn signs_in(settings: &Settings) -> bool {
    settings.mode != "Register"
}

/// Whether a social identity is all that an account needs.
pub(crate) fn social_suffices(settings: &Settings) -> bool {
    settings.social_sign_in.get("skipRequiredIdentifiers").and_then(Value::as_bool) == Some(true)
}

/// Whether a passkey is enough to sign in.
pub(crate) fn passkeys_sign_in(settings: &Settings) -> bool {
    settings.passkey_sign_in.get("enabled").and_then(Value::as_bool) == Some(true)
}

/// Whether circumstances decide over second factors.
pub(crate) fn is_adaptive(settings: &Settings) -> bool {
    settings.adaptive_mfa.get("enabled").and_then(Value::as_bool) == Some(true)
}

/// Whether people may register.
pub(crate) fn registers(settings: &Settings) -> bool {
    settings.mode != "SignIn"
}

/// Whether an identifier of a kind signs in by a proof: `password` or `verificationCode`.
fn has_method(settings: &Settings, kind: IdentifierType, proof: &str) -> bool {
    let methods = settings.sign_in.get("methods").and_then(Value::as_array);
    methods.into_iter().flatten().any(|method| {
        method.get("identifier").and_then(Value::as_str) == Some(kind.as_str())
            && method.get(proof).and_then(Value::as_bool) == Some(true)
    })
}

/// Whether an identifier of a kind signs in with a password.
pub(crate) fn password_method(settings: &Settings, kind: IdentifierType) -> bool {
    has_method(settings, kind, "password")
}

/// Whether an identifier of a kind signs in with a code.
pub(crate) fn code_method(settings: &Settings, kind: IdentifierType) -> bool {
    has_method(settings, kind, "verificationCode")
}

/// Whether a password is recovered by codes to identifiers of a kind.
pub(crate) fn recovers(settings: &Settings, kind: IdentifierType) -> bool {
    let wanted = match kind {
        IdentifierType::Email => "EmailVerificationCode",
        IdentifierType::Phone => "PhoneVerificationCode",
        IdentifierType::Username => return false,
    };
    let methods = settings.forgot_password_methods.as_ref().and_then(Value::as_array);
    methods.is_none_or(|methods| methods.iter().any(|method| method.as_str() == Some(wanted)))
}

/// What new accounts are known by, as it is set.
fn identifiers(settings: &Settings) -> impl Iterator<Item = &str> {
    settings.sign_up.get("identifiers").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// What new accounts are known by besides, as it is set.
fn secondary_identifiers(settings: &Settings) -> impl Iterator<Item = &str> {
    let listed = settings.sign_up.get("secondaryIdentifiers").and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|entry| entry.get("identifier")?.as_str())
}

/// Whether new accounts are known by identifiers of a kind.
pub(crate) fn is_sign_up_identifier(settings: &Settings, kind: IdentifierType) -> bool {
    let is_meant = |own: &str| own == kind.as_str() || (own == "emailOrPhone" && kind != IdentifierType::Username);
    identifiers(settings).chain(secondary_identifiers(settings)).any(is_meant)
}

/// Whether people have to prove that they are people.
pub(crate) fn wants_captcha(settings: &Settings) -> bool {
    settings.captcha_policy.get("enabled").and_then(Value::as_bool) == Some(true)
}

/// What every account must have.
pub(crate) fn mandatory(settings: &Settings) -> Vec<&'static str> {
    let has = |name: &str| identifiers(settings).any(|own| own == name);
    // Where people are known by user names, that is all they are asked for.
    let first = match (has("username"), has("email"), has("phone")) {
        (true, _, _) => Some("username"),
        (false, true, true) => Some("emailOrPhone"),
        (false, true, false) => Some("email"),
        (false, false, true) => Some("phone"),
        (false, false, false) => None,
    };
    let mut wanted: Vec<&'static str> = first.into_iter().collect();
    for identifier in secondary_identifiers(settings) {
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
