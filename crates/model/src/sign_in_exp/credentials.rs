//! When passwords expire, and what user names may look like.

use std::collections::BTreeMap;

use avouch_shape::{Components, Describe, Input, Int, Issue, Issues, Path};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// When passwords expire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordExpiration {
    /// Whether they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// After how many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_period_days: Option<i64>,
    /// When this was switched on, in milliseconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled_at: Option<i64>,
}

impl Describe for PasswordExpiration {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "object", "properties": {
            "enabled": { "type": "boolean" },
            "validPeriodDays": { "type": "integer" },
            "enabledAt": { "type": "integer" },
        } })
    }
}

impl Input for PasswordExpiration {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let enabled = Option::<bool>::read(members.shift_remove("enabled"), &Path::Key(at, "enabled"), issues)?;
        if enabled != Some(true) {
            return Some(Self { enabled, ..Self::default() });
        }
        let days = i64::read(members.shift_remove("validPeriodDays"), &Path::Key(at, "validPeriodDays"), issues)?;
        Some(Self { enabled, valid_period_days: Some(days), enabled_at: None })
    }
}

/// Kinds of characters of user names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each kind is allowed or not")]
pub struct UsernameCharacters {
    /// Small letters.
    pub lowercase: bool,
    /// Capitals.
    pub uppercase: bool,
    /// Digits.
    pub numbers: bool,
    /// Underscores.
    pub underscore: bool,
}

impl Default for UsernameCharacters {
    fn default() -> Self {
        Self { lowercase: true, uppercase: true, numbers: true, underscore: true }
    }
}

/// What user names may look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UsernamePolicy {
    /// Whether capitals make another name.
    pub case_sensitive: bool,
    /// Fewest characters.
    pub min_length: i64,
    /// Most characters.
    pub max_length: i64,
    /// Kinds of characters.
    pub allowed_chars: UsernameCharacters,
}

impl Default for UsernamePolicy {
    fn default() -> Self {
        Self { case_sensitive: true, min_length: 1, max_length: 128, allowed_chars: UsernameCharacters::default() }
    }
}

impl Describe for UsernamePolicy {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "object", "additionalProperties": true })
    }
}

impl Input for UsernamePolicy {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let mut take = |name: &str| members.shift_remove(name);
        let case = Option::<bool>::read(take("caseSensitive"), &Path::Key(at, "caseSensitive"), issues)?;
        let min = Option::<Int<1, 128>>::read(take("minLength"), &Path::Key(at, "minLength"), issues)?;
        let max = Option::<Int<1, 128>>::read(take("maxLength"), &Path::Key(at, "maxLength"), issues)?;
        let at_characters = Path::Key(at, "allowedChars");
        let allowed = Option::<BTreeMap<String, bool>>::read(take("allowedChars"), &at_characters, issues)?;
        let allowed = allowed.unwrap_or_default();
        let allows = |name: &str| allowed.get(name).copied().unwrap_or(true);
        let policy = Self {
            case_sensitive: case.unwrap_or(true),
            min_length: min.map_or(1, Int::get),
            max_length: max.map_or(128, Int::get),
            allowed_chars: UsernameCharacters {
                lowercase: allows("lowercase"),
                uppercase: allows("uppercase"),
                numbers: allows("numbers"),
                underscore: allows("underscore"),
            },
        };
        let characters = policy.allowed_chars;
        if policy.min_length > policy.max_length {
            issues.push(Issue::custom("must not be larger than maxLength", &Path::Key(at, "minLength")));
        } else if !(characters.lowercase || characters.uppercase || characters.underscore) {
            issues.push(Issue::custom("must allow small letters, capitals or underscores", &at_characters));
        } else {
            return Some(policy);
        }
        None
    }
}
