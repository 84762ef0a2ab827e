//! Who a person is at a provider.

use avouch_crypto::Secret;
use avouch_shape::JsonObject;
use serde_json::Value;

use crate::Error;

/// A person, and the tokens that were given for them.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who it is.
    pub user: UserInfo,
    /// Tokens of the provider; only of connectors that can keep them.
    pub tokens: Option<TokenSet>,
}

/// A person at a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserInfo {
    /// Identifier there.
    pub id: String,
    /// E-mail address that the provider knows to be theirs.
    pub email: Option<String>,
    /// Phone number, international digits.
    pub phone: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Address of a picture.
    pub avatar: Option<String>,
    /// What else the connector tells, by name.
    pub more: JsonObject,
    /// What the provider said, whole.
    pub raw: Value,
}

impl UserInfo {
    /// In the form of the API: `id`, `email`, `phone`, `name`, `avatar`, what else is told, and `rawData`.
    pub fn to_members(&self) -> JsonObject {
        let Self { id, email, phone, name, avatar, more, raw } = self;
        let mut members = JsonObject::new();
        members.insert("id".to_owned(), id.as_str().into());
        for (key, value) in [("email", email), ("phone", phone), ("name", name), ("avatar", avatar)] {
            if let Some(value) = value {
                members.insert(key.to_owned(), value.as_str().into());
            }
        }
        members.extend(more.clone());
        members.insert("rawData".to_owned(), raw.clone());
        members
    }
}

/// Tokens of a provider.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// Access token.
    pub access_token: Secret,
    /// Refresh token.
    pub refresh_token: Option<Secret>,
    /// ID token.
    pub id_token: Option<Secret>,
    /// Kind of the access token, such as `Bearer`.
    pub token_type: Option<String>,
    /// What it is good for.
    pub scope: Option<String>,
    /// Seconds that the access token is good for.
    pub expires_in: Option<i64>,
}

impl TokenSet {
    /// Reads an answer of a token endpoint (RFC 6749 section 5.1).
    pub(crate) fn read(answer: &Value) -> Result<Self, Error> {
        let text = |name: &str| {
            answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
        };
        let expires_in = match answer.get("expires_in") {
            Some(Value::Number(seconds)) => seconds.as_i64(),
            Some(Value::String(seconds)) => seconds.parse().ok(),
            _ => None,
        };
        Ok(Self {
            access_token: Secret::new(text("access_token").ok_or(Error::AuthCodeInvalid)?),
            refresh_token: text("refresh_token").map(Secret::new),
            id_token: text("id_token").map(Secret::new),
            token_type: text("token_type"),
            scope: text("scope"),
            expires_in,
        })
    }
}
