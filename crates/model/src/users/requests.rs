//! Requests about users.

use avouch_shape::{Flag, Input, JsonObject, List, Patch, Text};

use super::PasswordAlgorithm;
use super::identifiers::{Avatar, Email, EmailRule, OrEmpty, PhoneDigits, PhoneRule, Username, UsernameRule};
use super::profile::Profile;
use crate::Millis;

/// Which users to list.
#[derive(Debug, Default, Input)]
pub struct ListUsers {
    /// Leave out those who hold this role.
    pub exclude_role_id: Option<String>,
    /// Leave out members of this organization.
    pub exclude_organization_id: Option<String>,
    /// Show hashes of passwords too.
    pub include_password_hash: Flag,
}

/// What to show of a user.
#[derive(Debug, Default, Input)]
pub struct ShowUser {
    /// Show enterprise identities too.
    pub include_sso_identities: Flag,
    /// Show the hash of the password too.
    pub include_password_hash: Flag,
}

/// What to make a user of.
#[derive(Debug, Input)]
pub struct CreateUser {
    /// Phone number, international digits.
    pub primary_phone: Option<PhoneDigits>,
    /// E-mail address.
    pub primary_email: Option<Email>,
    /// User name.
    pub username: Option<Username>,
    /// Password.
    pub password: Option<Text<1, 1024>>,
    /// Hash of a password from another system.
    pub password_digest: Option<Text<0, 256>>,
    /// How it was made.
    pub password_algorithm: Option<PasswordAlgorithm>,
    /// Name.
    pub name: Option<String>,
    /// Picture.
    pub avatar: Patch<Avatar>,
    /// Whatever the owner keeps with the user.
    pub custom_data: Option<JsonObject>,
    /// Standard claims.
    pub profile: Option<Profile>,
}

/// What to change of a user; `null` and an empty text clear.
#[derive(Debug, Input)]
pub struct UpdateUser {
    /// User name.
    pub username: Patch<avouch_shape::Checked<OrEmpty<UsernameRule>>>,
    /// E-mail address.
    pub primary_email: Patch<avouch_shape::Checked<OrEmpty<EmailRule>>>,
    /// Phone number, international digits.
    pub primary_phone: Patch<avouch_shape::Checked<OrEmpty<PhoneRule>>>,
    /// Name.
    pub name: Patch<String>,
    /// Picture.
    pub avatar: Patch<Avatar>,
    /// Custom data; replaces all of it.
    pub custom_data: Option<JsonObject>,
    /// Standard claims; replaces all of them.
    pub profile: Option<Profile>,
}

/// Custom data to merge.
#[derive(Debug, Input)]
pub struct CustomDataChange {
    /// Members to set; others stay.
    pub custom_data: JsonObject,
}

/// A password.
#[derive(Input)]
pub struct PasswordInput {
    /// Password.
    pub password: Text<1, 1024>,
}

impl std::fmt::Debug for PasswordInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordInput")
    }
}

/// Whether a password has to be changed.
#[derive(Debug, Input)]
pub struct PasswordExpiration {
    /// Whether it is expired.
    pub is_expired: bool,
}

/// Whether a user is suspended.
#[derive(Debug, Input)]
pub struct Suspension {
    /// Whether sign-in is refused.
    pub is_suspended: bool,
}

/// Roles of a user.
#[derive(Debug, Input)]
pub struct UserRoles {
    /// Identifiers of roles for users.
    pub role_ids: List<Text<1, 128>, 0, 1000>,
}

/// What someone brings back from a social provider.
#[derive(Debug, Input)]
pub struct LinkIdentity {
    /// The connector.
    pub connector_id: String,
    /// What the provider sent along.
    pub connector_data: JsonObject,
}

/// A social identity.
#[derive(Debug, Input)]
pub struct SetIdentity {
    /// The provider's identifier of the user.
    pub user_id: String,
    /// What the provider said of the user.
    pub details: Option<JsonObject>,
}

/// Whether stored tokens of a provider are shown too.
#[derive(Debug, Default, Input)]
pub struct ShowIdentity {
    /// Show them.
    pub include_token_secret: Flag,
}

/// Whether stored tokens of every provider are shown too: any text says yes.
#[derive(Debug, Default, Input)]
pub struct ShowIdentities {
    /// Show them.
    pub include_token_secret: Option<String>,
}

/// A personal access token to make.
#[derive(Debug, Input)]
pub struct CreatePersonalAccessToken {
    /// Name, unique for the user.
    pub name: Text<1, 256>,
    /// When it stops to work, in milliseconds since the epoch; never unless set.
    pub expires_at: Patch<Millis>,
}

/// A new name of a personal access token whose old name is in the path.
#[derive(Debug, Input)]
pub struct RenamePersonalAccessToken {
    /// New name.
    pub name: Text<1, 256>,
}

/// A new name of a personal access token.
#[derive(Debug, Input)]
pub struct ChangePersonalAccessToken {
    /// Old name; the new one unless set.
    pub current_name: Option<Text<1, 256>>,
    /// New name.
    pub name: Text<1, 256>,
}

/// Settings of multi-factor authentication to change.
#[derive(Debug, Input)]
pub struct MfaSettingsChange {
    /// Whether a second factor is asked for.
    pub enabled: Option<bool>,
    /// Whether the offer to set one up was skipped.
    pub skipped: Option<bool>,
    /// Whether sign-in does without one.
    pub skip_mfa_on_sign_in: Option<bool>,
}

/// Settings of passkeys to change.
#[derive(Debug, Input)]
pub struct PasskeySettingsChange {
    /// Whether the offer to set one up was skipped.
    pub skipped: Option<bool>,
}

/// A user's settings to change.
#[derive(Debug, Input)]
pub struct UserSettingsChange {
    /// Of multi-factor authentication.
    pub mfa: Option<MfaSettingsChange>,
    /// Of passkeys.
    pub passkey_sign_in: Option<PasskeySettingsChange>,
}

/// A second factor that an administrator can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum NewFactor {
    /// One-time passwords by time (RFC 6238).
    Totp,
    /// Codes to print.
    BackupCode,
}

/// A second factor to make.
#[derive(Debug, Input)]
pub struct CreateMfaVerification {
    /// Which.
    pub r#type: NewFactor,
    /// Secret of one-time passwords, in base32; a new one unless set.
    pub secret: Option<String>,
    /// Backup codes; ten new ones unless set.
    pub codes: Option<List<Text<0, 64>, 0, 100>>,
}
