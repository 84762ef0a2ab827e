//! Users.

pub mod answers;
pub mod identifiers;
pub mod import;
pub mod mfa;
pub mod profile;
pub mod requests;
pub mod sessions;
pub mod trusted_devices;

use avouch_shape::{Describe, Input};
use serde::Serialize;

use crate::{ApplicationId, Json, TenantId, Timestamp, UserId};

/// A user as the Management API shows it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserProfile {
    /// The user.
    #[serde(flatten)]
    pub user: UserInfo,
    /// Whether a password is set.
    pub has_password: bool,
    /// Whether there is a way to confirm that it is the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_security_verification_method: Option<bool>,
    /// Enterprise identities, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sso_identities: Option<Vec<SsoIdentity>>,
    /// The password's hash, where it was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<PasswordHash>,
}

/// The hash of a password, as an administrator who asks for it sees it.
#[derive(Clone, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct PasswordHash {
    /// Hash.
    #[serde(rename = "passwordDigest")]
    pub digest: Option<String>,
    /// How it was made.
    #[serde(rename = "passwordAlgorithm")]
    pub algorithm: Option<PasswordAlgorithm>,
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PasswordHash").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// An identity at an enterprise's provider.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SsoIdentity {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Whose identity it is.
    pub user_id: UserId,
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's identifier of the user.
    pub identity_id: String,
    /// What the provider said of the user.
    pub detail: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The connector to the provider.
    pub sso_connector_id: String,
}

/// How a password was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum PasswordAlgorithm {
    /// Argon2i, in PHC form: the way of this server.
    Argon2i,
    /// Argon2id, in PHC form.
    Argon2id,
    /// Argon2d, in PHC form.
    Argon2d,
    /// SHA-1 in hexadecimal, without a salt.
    #[shape(name = "SHA1")]
    Sha1,
    /// SHA-256 in hexadecimal, without a salt.
    #[shape(name = "SHA256")]
    Sha256,
    /// MD5 in hexadecimal, without a salt.
    #[shape(name = "MD5")]
    Md5,
    /// bcrypt.
    Bcrypt,
    /// `[algorithm, arguments, hash]` as JSON, or a form that says itself what it is.
    Legacy,
}

/// A user without what only an administrator sees.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// Identifier: the `sub` of tokens.
    pub id: UserId,
    /// User name.
    pub username: Option<String>,
    /// E-mail address.
    pub primary_email: Option<String>,
    /// Phone number, international digits.
    pub primary_phone: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Picture.
    pub avatar: Option<String>,
    /// Whatever the owner keeps with the user.
    pub custom_data: Json,
    /// Social identities by target.
    pub identities: Json,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the user was made.
    pub created_at: Timestamp,
    /// When the user was last changed.
    pub updated_at: Timestamp,
    /// Standard claims that have no column of their own.
    pub profile: Json,
    /// The application the user came through first.
    pub application_id: Option<ApplicationId>,
    /// The client, known by its metadata document, that the user came through first.
    pub cimd_client_id: Option<String>,
    /// Whether sign-in is refused.
    pub is_suspended: bool,
}

/// A user in a role's list.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct FeaturedUser {
    /// Identifier.
    pub id: UserId,
    /// Picture.
    pub avatar: Option<String>,
    /// Name.
    pub name: Option<String>,
}
