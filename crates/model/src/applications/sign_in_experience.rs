//! How sign-in pages look on behalf of an application.

use avouch_shape::{Checked, Describe, Input, Patch, Text};
use serde::Serialize;

use crate::branding::{Branding, PartialColor};
use crate::users::identifiers::OrEmpty;
use crate::{ApplicationId, Json, TenantId, WebUrlRule};

/// The look of an application's sign-in pages.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSignInExperience {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Application.
    pub application_id: ApplicationId,
    /// Colours.
    pub color: Json,
    /// Images.
    pub branding: Json,
    /// Style sheet.
    pub custom_css: Option<String>,
    /// Terms of use.
    pub terms_of_use_url: Option<String>,
    /// Privacy policy.
    pub privacy_policy_url: Option<String>,
    /// Name on consent pages.
    pub display_name: Option<String>,
}

/// The look to set.
#[derive(Debug, Input)]
pub struct SetApplicationSignInExperience {
    /// Colours; replaces all of them.
    pub color: Option<PartialColor>,
    /// Images; replaces all of them.
    pub branding: Option<Branding>,
    /// Style sheet.
    pub custom_css: Patch<String>,
    /// Terms of use.
    pub terms_of_use_url: Patch<Checked<OrEmpty<WebUrlRule>>>,
    /// Privacy policy.
    pub privacy_policy_url: Patch<Checked<OrEmpty<WebUrlRule>>>,
    /// Name on consent pages.
    pub display_name: Patch<Text<0, 256>>,
}
