//! Fields that the tenant asks its people for.

use avouch_domain::{Error, Result, custom_profile_fields};
use avouch_model::custom_profile_fields::CustomProfileField;
use avouch_model::users::identifiers::Avatar;
use avouch_model::users::profile::Profile as Claims;
use avouch_shape::{Components, Describe, Input, Issue, Issues, JsonObject, Path};
use avouch_store::Tenant;
use avouch_store::users::Account;
use serde_json::{Value, json};

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

/// What a form gave, by the names of its fields.
#[derive(Clone, Debug)]
pub struct ExtraProfile(pub(crate) JsonObject);

impl Describe for ExtraProfile {
    fn describe(components: &mut Components) -> Value {
        JsonObject::describe(components)
    }
}

impl Input for ExtraProfile {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let values = avouch_shape::members(value, at, issues)?;
        let mut claims = JsonObject::new();
        for (name, value) in &values {
            let at = Path::Key(at, name);
            match name.as_str() {
                "name" => drop(String::read(Some(value.clone()), &at, issues)),
                "avatar" => drop(Avatar::read(Some(value.clone()), &at, issues)),
                claim if CLAIMS.contains(&claim) => drop(claims.insert(name.clone(), value.clone())),
                other if other.is_empty() || !other.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                    issues.push(Issue::custom("names of fields are letters and digits", &at));
                }
                _ => {}
            }
        }
        drop(Claims::read(Some(claims.into()), at, issues));
        Some(Self(values))
    }
}

/// Takes what a form gave.
pub(crate) fn take(given: &mut Profile, ExtraProfile(values): ExtraProfile) -> Result<()> {
    let mut claims = JsonObject::new();
    for (name, value) in values {
        match name.as_str() {
            "name" => given.name = Some(read(value)?),
            "avatar" => {
                let avatar = read::<Avatar>(value)?.into_inner();
                given.avatar = Some(avatar).filter(|avatar| !avatar.is_empty());
            }
            _ => {
                custom_profile_fields::check_name(&name)?;
                let is_claim = CLAIMS.contains(&name.as_str());
                if is_claim { &mut claims } else { &mut given.custom_data }.insert(name, value);
            }
        }
    }
    if !claims.is_empty() {
        let claims: Claims = read(claims.into())?;
        if let Value::Object(claims) = json!(claims) {
            given.profile.extend(claims);
        }
    }
    given.submitted = Some(true);
    Ok(())
}

fn read<T: Input>(value: Value) -> Result<T> {
    avouch_shape::read(value).map_err(|_| Error::InvalidBody)
}

/// What of an account, as it is or will be, fields are looked for in.
struct Have<'a> {
    account: Option<&'a Account>,
    given: &'a Profile,
}

impl Have<'_> {
    fn has(&self, name: &str) -> bool {
        let user = self.account.map(|account| &account.user);
        let stored = |group: fn(&avouch_model::users::UserInfo) -> &avouch_model::Json| {
            user.and_then(|user| group(user).object()).is_some_and(|members| members.contains_key(name))
        };
        match name {
            "name" => self.given.name.is_some() || user.is_some_and(|user| user.name.is_some()),
            "avatar" => self.given.avatar.is_some() || user.is_some_and(|user| user.avatar.is_some()),
            claim if CLAIMS.contains(&claim) => self.given.profile.contains_key(claim) || stored(|user| &user.profile),
            other => self.given.custom_data.contains_key(other) || stored(|user| &user.custom_data),
        }
    }

    /// Whether a field is to be asked for; once the form was sent, only if it is mandatory. A full name is its parts.
    fn lacks(&self, field: &CustomProfileField) -> bool {
        let counts = |required: bool| required || self.given.submitted != Some(true);
        if field.name != "fullname" {
            return counts(field.required) && !self.has(&field.name);
        }
        let config = field.config.object().unwrap_or_default();
        let parts = config.get("parts").and_then(Value::as_array);
        let flag = |part: &Value, name: &str| part.get(name).and_then(Value::as_bool) == Some(true);
        parts.into_iter().flatten().filter(|part| flag(part, "enabled")).any(|part| {
            let name = part.get("name").and_then(Value::as_str).unwrap_or_default();
            counts(flag(part, "required")) && !self.has(name)
        })
    }
}

/// Whether a field was not given that new people are asked for.
pub(crate) async fn is_missing(
    tenant: &Tenant,
    settings: &Settings,
    account: Option<&Account>,
    given: &Profile,
) -> Result<bool> {
    let catalog = custom_profile_fields::list(tenant).await?;
    let listed = settings.sign_up_profile_fields.as_ref().and_then(Value::as_array);
    let is_asked = |name: &str| {
        listed.is_none_or(|listed| listed.iter().any(|field| field.get("name").and_then(Value::as_str) == Some(name)))
    };
    let have = Have { account, given };
    Ok(catalog.iter().any(|field| is_asked(&field.name) && have.lacks(field)))
}
