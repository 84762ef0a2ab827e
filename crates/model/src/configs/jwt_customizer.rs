//! Scripts that add claims to access tokens.

use std::collections::BTreeMap;

use avouch_shape::{Describe, Input, JsonObject};
use serde::{Deserialize, Serialize};

/// Whose tokens a script is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum CustomizedToken {
    /// Tokens of users.
    #[shape(name = "access-token")]
    AccessToken,
    /// Tokens of applications for themselves.
    #[shape(name = "client-credentials")]
    ClientCredentials,
}

impl CustomizedToken {
    /// The key that the script is kept under.
    pub fn key(self) -> &'static str {
        match self {
            Self::AccessToken => "jwt.accessToken",
            Self::ClientCredentials => "jwt.clientCredentials",
        }
    }
}

/// A script, and what it was tried with.
#[derive(Clone, Debug, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct JwtCustomizer {
    /// Defines `getCustomJwtClaims`.
    pub script: String,
    /// What the script is given besides the token and its context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// A context to try it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_sample: Option<JsonObject>,
    /// A token to try it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_sample: Option<JsonObject>,
    /// Whether no token is issued when the script fails; else it is issued without the script's claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_issuance_on_error: Option<bool>,
}

/// A script to keep.
#[derive(Debug, Input)]
#[shape(strict)]
pub struct SetJwtCustomizer {
    /// Defines `getCustomJwtClaims`.
    pub script: String,
    /// What the script is given besides the token and its context.
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// A context to try it with.
    pub context_sample: Option<JsonObject>,
    /// A token to try it with.
    pub token_sample: Option<JsonObject>,
    /// Whether no token is issued when the script fails.
    pub block_issuance_on_error: Option<bool>,
}

/// A script by the key that it is kept under.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct KeyedJwtCustomizer {
    /// `jwt.accessToken` or `jwt.clientCredentials`.
    pub key: String,
    /// The script.
    pub value: JwtCustomizer,
}

/// Which script is meant.
#[derive(Debug, Input)]
pub struct OfTokenType {
    /// Whose tokens it is for.
    pub token_type_path: CustomizedToken,
}

/// A script to try.
#[derive(Debug, Input)]
#[shape(unused = "payload")]
pub struct TestJwtCustomizer {
    /// Whose tokens it is for.
    pub token_type: CustomizedToken,
    /// Defines `getCustomJwtClaims`.
    pub script: String,
    /// What the script is given besides the token and its context.
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// What would be signed.
    pub token: JsonObject,
    /// What is known of the user, the application and the request.
    pub context: JsonObject,
}
