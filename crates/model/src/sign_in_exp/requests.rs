//! What is asked of the settings.

use std::collections::BTreeMap;

use avouch_shape::{Checked, Describe, Flag, Input, List, Patch, Problem, Text, TextRule};
use serde::Serialize;
use serde_json::{Value, json};

use super::credentials::{PasswordExpiration, UsernamePolicy};
use super::policies::{
    AdaptiveMfa, AgreeToTerms, CaptchaPolicy, Color, CustomUiAssets, CustomUiCsp, EmailBlocklist, ForgotPasswordMethod,
    LanguageInfo, Mfa, PasskeySignIn, PasswordPolicy, SentinelPolicy, SignIn, SignInMode, SignUp, SocialSignIn,
    TrustedDevicePolicy, VerificationCodePolicy,
};
use crate::EmailAddressRule;
use crate::account_center::ProfileField;
use crate::branding::PageBranding;

/// A URL, or an empty text for none.
pub type OptionalUrl = Checked<OptionalUrlRule>;

/// The rule of [`OptionalUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionalUrlRule;

impl TextRule for OptionalUrlRule {
    fn check(text: &str) -> Result<(), Problem> {
        if text.is_empty() || (text.len() <= 2048 && crate::branding::is_page_url(text)) {
            Ok(())
        } else {
            Err(Problem::Url)
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "url" })
    }
}

/// An e-mail address, or an empty text for none.
pub type OptionalEmail = Checked<OptionalEmailRule>;

/// The rule of [`OptionalEmail`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionalEmailRule;

impl TextRule for OptionalEmailRule {
    fn check(text: &str) -> Result<(), Problem> {
        if text.is_empty() || EmailAddressRule::check(text).is_ok() { Ok(()) } else { Err(Problem::Email) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "email" })
    }
}

/// What to change of the settings; each part is replaced whole.
#[derive(Debug, Default, Input)]
pub struct UpdateSignInExperience {
    /// Accepted and without effect: settings stay with their tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Colours.
    pub color: Option<Color>,
    /// Images.
    pub branding: Option<PageBranding>,
    /// Kept for compatible consoles.
    pub hide_logto_branding: Option<bool>,
    /// Languages.
    pub language_info: Option<LanguageInfo>,
    /// Terms of use.
    pub terms_of_use_url: Patch<OptionalUrl>,
    /// Privacy policy.
    pub privacy_policy_url: Patch<OptionalUrl>,
    /// When people agree to the terms.
    pub agree_to_terms_policy: Option<AgreeToTerms>,
    /// Ways to sign in.
    pub sign_in: Option<SignIn>,
    /// What a new account needs.
    pub sign_up: Option<SignUp>,
    /// How social providers sign people in.
    pub social_sign_in: Option<SocialSignIn>,
    /// Which social providers do, in order.
    pub social_sign_in_connector_targets: Option<List<String, 0, 200>>,
    /// What people may do.
    pub sign_in_mode: Option<SignInMode>,
    /// Style sheet.
    pub custom_css: Patch<Text<0, 200_000>>,
    /// Pages' contents by path.
    pub custom_content: Option<BTreeMap<String, String>>,
    /// Pages that the tenant brought.
    pub custom_ui_assets: Patch<CustomUiAssets>,
    /// Sources that they may use.
    pub custom_ui_csp: Option<CustomUiCsp>,
    /// What passwords may look like.
    pub password_policy: Option<PasswordPolicy>,
    /// Second factors.
    pub mfa: Option<Mfa>,
    /// Whether circumstances decide over them.
    pub adaptive_mfa: Option<AdaptiveMfa>,
    /// Whether browsers stand for a second factor.
    pub trusted_device: Option<TrustedDevicePolicy>,
    /// Whether enterprises sign their people in.
    pub single_sign_on_enabled: Option<bool>,
    /// Where people write to.
    pub support_email: Patch<OptionalEmail>,
    /// Where people find help.
    pub support_website_url: Patch<OptionalUrl>,
    /// Where people go whose sign-in is not known any more.
    pub unknown_session_redirect_url: Patch<OptionalUrl>,
    /// Whether people prove that they are people.
    pub captcha_policy: Option<CaptchaPolicy>,
    /// When guessing is stopped.
    pub sentinel_policy: Option<SentinelPolicy>,
    /// Addresses that cannot register.
    pub email_blocklist_policy: Option<EmailBlocklist>,
    /// How codes are.
    pub verification_code_policy: Option<VerificationCodePolicy>,
    /// How a password is recovered.
    pub forgot_password_methods: Patch<List<ForgotPasswordMethod, 0, 10>>,
    /// How passkeys sign people in.
    pub passkey_sign_in: Option<PasskeySignIn>,
    /// Fields that new people are asked for; all of them if there is no list.
    pub sign_up_profile_fields: Patch<List<ProfileField, 0, 200>>,
    /// When passwords expire.
    pub password_expiration: Option<PasswordExpiration>,
    /// What user names may look like.
    pub username_policy: Option<UsernamePolicy>,
}

/// Query of a change.
#[derive(Debug, Default, Input)]
pub struct UnusedDemo {
    /// Accepted and without effect: there are no demo connectors here.
    pub remove_unused_demo_social_connector: Flag,
}

/// A password to check.
#[derive(Debug, Input)]
pub struct CheckPassword {
    /// The password.
    pub password: Text<1, 1024>,
    /// Whose it shall be.
    pub user_id: Option<Text<1, 21>>,
}

/// What is wrong with a password.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct PasswordIssue {
    /// Which rule, such as `password_rejected.too_short`.
    pub code: &'static str,
    /// Numbers of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpolation: Option<crate::Json>,
}

/// Whether a password is fine.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct CheckedPassword {
    /// Whether it is.
    pub result: bool,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issues: Option<Vec<PasswordIssue>>,
}

/// How many samples to show.
#[derive(Debug, Default, Input)]
pub struct ConflictLimit {
    /// Number, 1 to 100; 20 unless set.
    pub limit: Option<Text<1, 16>>,
}

/// Users whose names differ only in case.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SameName {
    /// The name in small letters.
    pub username_lower: String,
    /// Whose it is.
    pub user_ids: Vec<String>,
}

/// User names that differ only in case.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CaseConflicts {
    /// How many names.
    pub total_conflicts: i64,
    /// Some of them.
    pub samples: Vec<SameName>,
}
