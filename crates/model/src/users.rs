//! Users, as lists of other entities show them.

use avouch_shape::Describe;
use serde::Serialize;

use crate::{ApplicationId, Json, Timestamp, UserId};

/// A user as the Management API shows it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserProfile {
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
    /// Whether a password is set.
    pub has_password: bool,
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
