//! The settings as they are read.

use std::collections::BTreeMap;

use avouch_shape::{Components, Describe, JsonObject};
use serde::Serialize;
use serde_json::Value;

use super::credentials::{PasswordExpiration, UsernamePolicy};
use super::policies::{
    AdaptiveMfa, AgreeToTerms, CaptchaPolicy, Color, CustomUiAssets, CustomUiCsp, EmailBlocklist, ForgotPasswordMethod,
    LanguageInfo, Mfa, PasskeySignIn, PasswordPolicy, SentinelPolicy, SignIn, SignInMode, SignUp, SocialSignIn,
    TrustedDevicePolicy, VerificationCodePolicy,
};
use crate::account_center::ProfileField;
use crate::branding::PageBranding;
use crate::connectors::ConnectorPlatform;
use crate::custom_profile_fields::CustomProfileField;
use crate::{Json, TenantId};

/// How people sign in.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SignInExperience {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Colours.
    #[shape(described_as = "Color")]
    pub color: Json,
    /// Images.
    #[shape(described_as = "PageBranding")]
    pub branding: Json,
    /// Kept for compatible consoles.
    pub hide_logto_branding: bool,
    /// Languages.
    #[shape(described_as = "LanguageInfo")]
    pub language_info: Json,
    /// Terms of use.
    pub terms_of_use_url: Option<String>,
    /// Privacy policy.
    pub privacy_policy_url: Option<String>,
    /// When people agree to the terms.
    #[shape(described_as = "AgreeToTerms")]
    pub agree_to_terms_policy: String,
    /// Ways to sign in.
    #[shape(described_as = "SignIn")]
    pub sign_in: Json,
    /// What a new account needs.
    #[shape(described_as = "SignUp")]
    pub sign_up: Json,
    /// How social providers sign people in.
    #[shape(described_as = "SocialSignIn")]
    pub social_sign_in: Json,
    /// Which social providers do, in order.
    #[shape(described_as = "Vec<String>")]
    pub social_sign_in_connector_targets: Json,
    /// What people may do.
    #[shape(described_as = "SignInMode")]
    pub sign_in_mode: String,
    /// Style sheet.
    pub custom_css: Option<String>,
    /// Pages' contents by path.
    #[shape(described_as = "BTreeMap<String, String>")]
    pub custom_content: Json,
    /// Pages that the tenant brought.
    #[shape(described_as = "Option<CustomUiAssets>")]
    pub custom_ui_assets: Option<Json>,
    /// Sources that they may use.
    #[shape(described_as = "CustomUiCsp")]
    pub custom_ui_csp: Json,
    /// What passwords may look like.
    #[shape(described_as = "PasswordPolicy")]
    pub password_policy: Json,
    /// Second factors.
    #[shape(described_as = "Mfa")]
    pub mfa: Json,
    /// Whether circumstances decide over them.
    #[shape(described_as = "AdaptiveMfa")]
    pub adaptive_mfa: Json,
    /// Whether browsers stand for a second factor; shown once it was said.
    #[serde(skip_serializing_if = "Json::is_empty_object")]
    #[shape(described_as = "TrustedDevicePolicy")]
    pub trusted_device: Json,
    /// Whether enterprises sign their people in.
    pub single_sign_on_enabled: bool,
    /// Where people write to.
    pub support_email: Option<String>,
    /// Where people find help.
    pub support_website_url: Option<String>,
    /// Where people go whose sign-in is not known any more.
    pub unknown_session_redirect_url: Option<String>,
    /// Whether people prove that they are people.
    #[shape(described_as = "CaptchaPolicy")]
    pub captcha_policy: Json,
    /// When guessing is stopped.
    #[shape(described_as = "SentinelPolicy")]
    pub sentinel_policy: Json,
    /// Addresses that cannot register; not for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[shape(described_as = "EmailBlocklist")]
    pub email_blocklist_policy: Option<Json>,
    /// How codes are.
    #[shape(described_as = "VerificationCodePolicy")]
    pub verification_code_policy: Json,
    /// How a password is recovered.
    #[shape(described_as = "Option<Vec<ForgotPasswordMethod>>")]
    pub forgot_password_methods: Option<Json>,
    /// How passkeys sign people in.
    #[shape(described_as = "PasskeySignIn")]
    pub passkey_sign_in: Json,
    /// Fields that new people are asked for.
    #[shape(described_as = "Option<Vec<ProfileField>>")]
    pub sign_up_profile_fields: Option<Json>,
    /// When passwords expire.
    #[shape(described_as = "PasswordExpiration")]
    pub password_expiration: Json,
    /// What user names may look like.
    #[shape(described_as = "UsernamePolicy")]
    pub username_policy: Json,
}

/// A social provider, as pages show it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(unused = "fromEmail")]
pub struct PublicConnector {
    /// Identifier.
    pub id: String,
    /// Which provider.
    pub target: String,
    /// Where it works.
    #[shape(described_as = "Option<ConnectorPlatform>")]
    pub platform: Option<String>,
    /// Names by language.
    pub name: Json,
    /// Picture.
    pub logo: String,
    /// Picture in dark mode.
    pub logo_dark: Option<String>,
    /// Whether it can be told apart by its target only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_standard: Option<bool>,
    /// Whether its tokens can be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_token_storage_supported: Option<bool>,
}

/// An enterprise's provider, as pages show it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct PublicSsoConnector {
    /// Identifier.
    pub id: String,
    /// Name.
    pub connector_name: String,
    /// Picture.
    pub logo: String,
    /// Picture in dark mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dark_logo: Option<String>,
}

/// The settings, changed by what an application and an organization put over them.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Look(pub JsonObject);

impl Describe for Look {
    fn describe(components: &mut Components) -> Value {
        SignInExperience::describe(components)
    }
}

/// What pages need, for anyone to read.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct PublicSettings {
    /// The settings, without what is nobody's business.
    #[serde(flatten)]
    pub settings: Look,
    /// Social providers, in order.
    pub social_connectors: Vec<PublicConnector>,
    /// Enterprises' providers.
    pub sso_connectors: Vec<PublicSsoConnector>,
    /// How a password can be recovered.
    pub forgot_password: Json,
    /// Kept for compatible pages.
    pub is_development_tenant: bool,
    /// Google's own prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub google_one_tap: Option<Json>,
    /// Who checks that a person is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captcha_config: Option<Json>,
    /// Fields that new people are asked for.
    pub custom_profile_fields: Vec<CustomProfileField>,
    /// All fields.
    pub custom_profile_field_catalog: Vec<CustomProfileField>,
}
