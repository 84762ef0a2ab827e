//! Mails in the tenant's own words, by language and purpose.

use avouch_shape::{Describe, Input, List, Text};
use serde::{Deserialize, Serialize};

use crate::{Json, TenantId, Timestamp};

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Input)]
pub enum TemplateType {
    /// Signing in with a code.
    SignIn,
    /// Registering with a code.
    Register,
    /// Recovering a password.
    ForgotPassword,
    /// An invitation into an organization.
    OrganizationInvitation,
    /// Anything else.
    Generic,
    /// Proving who one is before a sensitive change.
    UserPermissionValidation,
    /// Adding an address or number to an account.
    BindNewIdentifier,
    /// A code as second factor.
    MfaVerification,
    /// Setting a code up as second factor.
    BindMfa,
}

/// The form of a mail's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ContentType {
    /// HTML.
    #[shape(name = "text/html")]
    Html,
    /// Plain text.
    #[shape(name = "text/plain")]
    Plain,
}

/// What a mail says.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDetails {
    /// Subject, with `{{code}}` and other variables.
    pub subject: String,
    /// Text, with the same variables.
    pub content: String,
    /// Form of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// Where answers go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Name of the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_from: Option<String>,
}

/// What to change of a mail.
#[derive(Debug, Serialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct UpdateTemplateDetails {
    /// Subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Form of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// Where answers go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Name of the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_from: Option<String>,
}

/// A mail of a language and a purpose.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct EmailTemplate {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Language.
    pub language_tag: String,
    /// Purpose.
    #[shape(described_as = "TemplateType")]
    pub template_type: String,
    /// What it says.
    #[shape(described_as = "TemplateDetails")]
    pub details: Json,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A mail to keep.
#[derive(Debug, Input)]
pub struct NewTemplate {
    /// Language.
    pub language_tag: Text<1, 16>,
    /// Purpose.
    pub template_type: TemplateType,
    /// What it says.
    pub details: TemplateDetails,
}

/// Mails to keep; each takes the place of the one of its language and purpose.
#[derive(Debug, Input)]
pub struct NewTemplates {
    /// Mails.
    pub templates: List<NewTemplate, 1, 500>,
}

/// Which mails are meant.
#[derive(Debug, Default, Input)]
pub struct TemplateFilter {
    /// Language.
    pub language_tag: Option<Text<1, 16>>,
    /// Purpose.
    pub template_type: Option<TemplateType>,
}

/// How many were removed.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    /// Number of rows.
    pub row_count: i64,
}
