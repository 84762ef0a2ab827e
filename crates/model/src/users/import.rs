//! Users that come from elsewhere, many at once.

use avouch_shape::{Checked, Describe, Flag, Input, JsonObject, Patch, Problem, Text, TextRule};
use serde::Serialize;
use serde_json::{Value, json};

use super::PasswordAlgorithm;
use super::identifiers::{Avatar, Email, PhoneDigits, Username};
use super::profile::Profile;
use crate::UserId;

/// The rule of identifiers that are kept: twelve small letters and digits, as they are made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptId;

impl TextRule for KeptId {
    fn check(text: &str) -> Result<(), Problem> {
        let fine = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if fine { Ok(()) } else { Err(Problem::Regex) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex", "pattern": "^[0-9a-z]{12}$" })
    }
}

/// One line: a user as another system, or an export of this one, tells it.
#[derive(Debug, Input)]
pub struct ImportUser {
    /// Identifier to keep; a new one otherwise.
    pub id: Option<Checked<KeptId>>,
    /// Phone number, international digits.
    pub primary_phone: Patch<PhoneDigits>,
    /// E-mail address.
    pub primary_email: Patch<Email>,
    /// User name.
    pub username: Patch<Username>,
    /// Password.
    pub password: Option<Text<1, 1024>>,
    /// Hash of a password.
    pub password_digest: Patch<Text<0, 256>>,
    /// How it was made.
    pub password_algorithm: Patch<PasswordAlgorithm>,
    /// Name.
    pub name: Patch<String>,
    /// Picture.
    pub avatar: Patch<Avatar>,
    /// Whatever the owner keeps with the user.
    pub custom_data: Option<JsonObject>,
    /// Standard claims.
    pub profile: Option<Profile>,
    /// Identities at social providers by target: `userId`, and `details` if there are any.
    pub identities: Option<JsonObject>,
    /// Whether sign-in is refused.
    pub is_suspended: Option<bool>,
    /// When the account was made, in milliseconds since 1970.
    pub created_at: Option<i64>,
    /// When the user last signed in, in milliseconds since 1970.
    pub last_sign_in_at: Patch<i64>,
}

/// How to import.
#[derive(Debug, Default, Input)]
pub struct ImportOptions {
    /// Check every line and write nothing.
    pub dry_run: Flag,
}

/// How to export.
#[derive(Debug, Default, Input)]
pub struct ExportOptions {
    /// Write hashes of passwords too.
    pub include_password_hash: Flag,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ImportStatus {
    /// There is a new user.
    #[shape(name = "created")]
    Created,
    /// An earlier attempt with the same `Idempotency-Key` made the user.
    #[shape(name = "existing")]
    Existing,
    /// It would be made, if this were no dry run.
    #[shape(name = "valid")]
    Valid,
    /// It was left out.
    #[shape(name = "failed")]
    Failed,
}

/// What became of a line, one for each.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ImportResult {
    /// The line's number, from 1.
    pub line: i64,
    /// What became of it.
    pub status: ImportStatus,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Why it was left out: a code of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
