//! Values on their way into a statement.

use avouch_model::applications::ApplicationType;
use avouch_model::organization_invitations::InvitationStatus;
use avouch_model::users::PasswordAlgorithm;
use avouch_model::{
    ApplicationId, InvitationId, Json, KeyId, LogId, OrganizationId, OrganizationRoleId, OrganizationScopeId,
    ResourceId, RoleId, RoleType, ScopeId, TenantId, Timestamp, UserId,
};
use avouch_shape::JsonObject;

use crate::{Error, Result};

/// A parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL NULL, whatever the column's type.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text, or the label of an enumeration.
    Text(String),
    /// A JSON text.
    Json(String),
    /// A point in time.
    Time(Timestamp),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Several texts, for `= any($n)`.
    Texts(Vec<String>),
}

impl Value {
    /// Something written as JSON.
    pub fn json(value: &impl serde::Serialize) -> Self {
        Self::Json(serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
    }

    /// Refuses what PostgreSQL cannot hold, on both engines alike: a NUL character in a text.
    pub(crate) fn check(&self) -> Result<()> {
        let fine = match self {
            Self::Text(text) => !text.contains('\0'),
            Self::Json(text) => !has_escaped_nul(text),
            Self::Texts(texts) => texts.iter().all(|text| !text.contains('\0')),
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Time(_) | Self::Bytes(_) => true,
        };
        if fine { Ok(()) } else { Err(Error::InvalidValue) }
    }
}

/// Whether a JSON text has the escape of a NUL character in one of its strings.
fn has_escaped_nul(json: &str) -> bool {
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let escape = rest.get(at + 1..).unwrap_or_default();
        if escape.starts_with("u0000") {
            return true;
        }
        // Step over the escaped character, which may be a backslash itself.
        let mut characters = escape.chars();
        characters.next();
        rest = characters.as_str();
    }
    false
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Bytes(value.clone())
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

impl From<&Json> for Value {
    fn from(value: &Json) -> Self {
        Self::Json(value.text().to_owned())
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        Self::Json(value.to_string())
    }
}

impl From<&JsonObject> for Value {
    fn from(value: &JsonObject) -> Self {
        Self::Json(serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned()))
    }
}

impl From<Vec<String>> for Value {
    fn from(value: Vec<String>) -> Self {
        Self::Texts(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! from_text {
    ($($type:ty),*) => {$(
        impl From<&$type> for Value {
            fn from(value: &$type) -> Self {
                Self::Text(value.as_str().to_owned())
            }
        }
    )*};
}

from_text!(
    ApplicationId,
    InvitationId,
    KeyId,
    LogId,
    OrganizationId,
    OrganizationRoleId,
    OrganizationScopeId,
    ResourceId,
    RoleId,
    ScopeId,
    TenantId,
    UserId
);

macro_rules! from_label {
    ($($type:ty),*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::Text(value.as_str().to_owned())
            }
        }
    )*};
}

from_label!(ApplicationType, InvitationStatus, PasswordAlgorithm, RoleType);

/// Texts of identifiers, for `= any($n)`.
pub fn texts<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Texts(items.into_iter().map(|item| item.as_ref().to_owned()).collect())
}

/// The parameters of a statement, in order from `$2` on: `$1` is always the tenant.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_nul_character_is_refused_wherever_it_hides() {
        assert!(Value::from("a\0b").check().is_err());
        assert!(Value::Json("{\"a\":\"\\u0000\"}".to_owned()).check().is_err());
        assert!(Value::Texts(vec!["\0".to_owned()]).check().is_err());
        assert!(Value::from("a").check().is_ok());
        assert!(Value::Json("{\"a\":\"\\\\u0000\"}".to_owned()).check().is_ok());
    }
}
