//! What people may see and change of their own account.

use avouch_shape::{Checked, Describe, Input, List, Patch, Problem, Text, TextRule};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Json, TenantId, WebUrlRule};

/// What someone may do with a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Input)]
pub enum FieldControl {
    /// Nothing.
    #[default]
    Off,
    /// See it.
    ReadOnly,
    /// See and change it.
    Edit,
}

/// What someone may do with each field; nothing with those that are not named.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Fields {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<FieldControl>,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<FieldControl>,
    /// Claims of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<FieldControl>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<FieldControl>,
    /// Phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<FieldControl>,
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<FieldControl>,
    /// User name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<FieldControl>,
    /// Identities at social providers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social: Option<FieldControl>,
    /// Whatever applications keep with the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<FieldControl>,
    /// Second factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<FieldControl>,
    /// Passkeys that sign in; as `mfa` unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<FieldControl>,
    /// Sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<FieldControl>,
    /// Browsers that stand for a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_device: Option<FieldControl>,
}

/// A field of profiles by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct ProfileField {
    /// Name.
    pub name: String,
}

/// What people may see and change of their own account.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AccountCenter {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Whether they may at all.
    pub enabled: bool,
    /// What they may do with each field.
    #[shape(described_as = "Fields")]
    pub fields: Json,
    /// Further origins whose pages may use the tenant's passkeys.
    #[shape(described_as = "Vec<String>")]
    pub webauthn_related_origins: Json,
    /// Where an account is deleted.
    pub delete_account_url: Option<String>,
    /// Style sheet of its pages.
    pub custom_css: Option<String>,
    /// Fields of the profile page, in order.
    #[shape(described_as = "Option<Vec<ProfileField>>")]
    pub profile_fields: Option<Json>,
}

/// Where an account is deleted: an `http` or `https` URL, or an empty text for none.
pub type DeletionUrl = Checked<DeletionUrlRule>;

/// The rule of [`DeletionUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletionUrlRule;

impl TextRule for DeletionUrlRule {
    fn check(text: &str) -> Result<(), Problem> {
        match text.chars().count() {
            0 => Ok(()),
            2049.. => Err(Problem::TooLong(2048)),
            _ => WebUrlRule::check(text),
        }
    }

    fn schema() -> Value {
        WebUrlRule::schema()
    }
}

/// What to change.
#[derive(Debug, Input)]
pub struct UpdateAccountCenter {
    /// Whether people may change their account.
    pub enabled: Option<bool>,
    /// What they may do with each field; replaces all.
    pub fields: Option<Fields>,
    /// Further origins whose pages may use the tenant's passkeys.
    pub webauthn_related_origins: Option<List<Text<1, 2048>, 0, 100>>,
    /// Where an account is deleted: an `http` or `https` URL, or an empty text for none.
    pub delete_account_url: Patch<DeletionUrl>,
    /// Style sheet.
    pub custom_css: Patch<Text<0, 200_000>>,
    /// Fields of the profile page, in order.
    pub profile_fields: Patch<List<ProfileField, 0, 200>>,
}
