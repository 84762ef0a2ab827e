//! Consent of a user to what an application asks for.

use avouch_shape::{Describe, Input};
use serde::Serialize;

use crate::applications::consent::{ConsentResource, ConsentScope};
use crate::{ApplicationId, Ids, Json, OrganizationId, UserId};

/// The application that asks.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ConsentApplication {
    /// Identifier.
    pub id: ApplicationId,
    /// Name.
    pub name: String,
    /// Images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branding: Option<Json>,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Terms of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_use_url: Option<String>,
    /// Privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
}

/// The user who is asked.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ConsentUser {
    /// Identifier.
    pub id: UserId,
    /// Name.
    pub name: Option<String>,
    /// Picture.
    pub avatar: Option<String>,
    /// User name.
    pub username: Option<String>,
    /// E-mail address.
    pub primary_email: Option<String>,
    /// Phone number.
    pub primary_phone: Option<String>,
}

/// Scopes of one resource that are asked for.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct MissingResourceScopes {
    /// Resource.
    pub resource: ConsentResource,
    /// Scopes.
    pub scopes: Vec<ConsentScope>,
}

/// An organization that the application may be let act for.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ConsentOrganization {
    /// Identifier.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// Scopes that come with it.
    pub missing_resource_scopes: Vec<MissingResourceScopes>,
}

/// What a consent page shows.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPage {
    /// Who asks.
    pub application: ConsentApplication,
    /// Who is asked.
    pub user: ConsentUser,
    /// Organizations to choose from, where the application asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizations: Option<Vec<ConsentOrganization>>,
    /// Scopes about the user that are asked for.
    #[serde(rename = "missingOIDCScope", skip_serializing_if = "Option::is_none")]
    pub missing_oidc_scope: Option<Vec<String>>,
    /// Scopes of resources that are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_resource_scopes: Option<Vec<MissingResourceScopes>>,
    /// Where the browser goes when the user refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
}

/// The user's word.
#[derive(Debug, Input)]
pub struct GiveConsent {
    /// Organizations that the application may act for.
    pub organization_ids: Option<Ids>,
}
