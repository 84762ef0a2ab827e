//! Fields that the tenant asks its people for.

use avouch_domain::{Error, Result, custom_profile_fields};
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use serde_json::Value;

use crate::progress::Profile;
use crate::settings::Settings;

/// Standard claims; whatever else is asked for is custom data.
const CLAIMS: [&str; 12] = [
    "familyName",
    "givenName",
    "middleName",
    "nickname",
    "preferredUsername",
    "profile",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
];

/// Takes what a form gave.
pub(crate) fn take(given: &mut Profile, values: JsonObject) -> Result<()> {
    for (name, value) in values {
        match (name.as_str(), &value) {
            ("name", Value::String(text)) => given.name = Some(text.clone()),
            ("avatar", Value::String(text)) => given.avatar = (!text.is_empty()).then(|| text.clone()),
            ("name" | "avatar", _) => return Err(Error::InvalidBody),
            (claim, _) if CLAIMS.contains(&claim) => drop(given.profile.insert(name, value)),
            _ => {
                custom_profile_fields::check_name(&name)?;
                given.custom_data.insert(name, value);
            }
        }
    }
    given.submitted = Some(true);
    Ok(())
}

/// Whether a field was not given that new people are asked for; once the form was sent, only mandatory ones count.
pub(crate) async fn is_missing(tenant: &Tenant, settings: &Settings, profile: &Profile) -> Result<bool> {
    let catalog = custom_profile_fields::list(tenant).await?;
    let listed = settings.sign_up_profile_fields.as_ref().and_then(Value::as_array);
    let is_asked = |name: &str| {
        listed.is_none_or(|listed| listed.iter().any(|field| field.get("name").and_then(Value::as_str) == Some(name)))
    };
    let has = |name: &str| match name {
        "name" => profile.name.is_some(),
        "avatar" => profile.avatar.is_some(),
        "fullname" => ["givenName", "familyName"].iter().any(|part| profile.profile.contains_key(*part)),
        claim if CLAIMS.contains(&claim) => profile.profile.contains_key(claim),
        other => profile.custom_data.contains_key(other),
    };
    let was_sent = profile.submitted == Some(true);
    Ok(catalog.iter().any(|field| is_asked(&field.name) && !has(&field.name) && (field.required || !was_sent)))
}
