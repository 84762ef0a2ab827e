//! Parts of the settings, as they are stored.

use avouch_shape::{Input, Int, List};
use serde::{Deserialize, Serialize};

use crate::LanguageTag;
use crate::branding::HexColor;

/// Colours.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Color {
    /// Main colour.
    pub primary_color: HexColor,
    /// Whether pages follow the dark mode of the device.
    pub is_dark_mode_enabled: bool,
    /// Main colour in dark mode.
    pub dark_primary_color: HexColor,
}

/// Languages of pages.
#[derive(Clone, Debug, Serialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct LanguageInfo {
    /// Whether the browser says which.
    pub auto_detect: bool,
    /// The language where no other fits.
    pub fallback_language: LanguageTag,
}

/// When people agree to the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum AgreeToTerms {
    /// By going on.
    Automatic,
    /// By a box, when they register.
    ManualRegistrationOnly,
    /// By a box, always.
    Manual,
}

/// What people sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum SignInIdentifier {
    /// User name.
    #[shape(name = "username")]
    Username,
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number.
    #[shape(name = "phone")]
    Phone,
}

/// A way to sign in.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SignInMethod {
    /// What is typed.
    pub identifier: SignInIdentifier,
    /// Whether a password proves it.
    pub password: bool,
    /// Whether a code proves it.
    pub verification_code: bool,
    /// Whether the password is asked for first.
    pub is_password_primary: bool,
}

/// Ways to sign in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// Methods.
    pub methods: Vec<SignInMethod>,
}

/// What a new account needs besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum SignUpIdentifier {
    /// User name.
    #[shape(name = "username")]
    Username,
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number.
    #[shape(name = "phone")]
    Phone,
    /// Either of the two.
    #[shape(name = "emailOrPhone")]
    EmailOrPhone,
}

/// What a new account needs besides.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SecondaryIdentifier {
    /// What is asked for.
    pub identifier: SignUpIdentifier,
    /// Whether it is proved by a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<bool>,
}

/// What a new account needs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SignUp {
    /// What it is known by.
    pub identifiers: Vec<SignInIdentifier>,
    /// Whether it has a password.
    pub password: bool,
    /// Whether identifiers are proved by a code.
    pub verify: bool,
    /// What else is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_identifiers: Option<Vec<SecondaryIdentifier>>,
}

/// How social providers sign people in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SocialSignIn {
    /// Whether a known address links the account unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic_account_linking: Option<bool>,
    /// Whether nothing else is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip_required_identifiers: Option<bool>,
}

/// What people may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum SignInMode {
    /// Sign in.
    SignIn,
    /// Register.
    Register,
    /// Both.
    SignInAndRegister,
}

/// Pages that the tenant brought.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct CustomUiAssets {
    /// Identifier.
    pub id: String,
    /// When they were uploaded, in milliseconds since the epoch.
    pub created_at: i64,
}

/// Sources that pages of the tenant may use.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
#[shape(strict)]
pub struct CustomUiCsp {
    /// Of scripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_src: Option<Vec<String>>,
    /// Of requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect_src: Option<Vec<String>>,
}

/// How long a password is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct LengthRule {
    /// At least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Int<1, 1_000_000>>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Int<1, 1_000_000>>,
}

/// How mixed a password is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct CharacterTypes {
    /// Kinds of characters, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Int<1, 4>>,
}

/// What a password is not.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Rejects {
    /// Known from a breach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pwned: Option<bool>,
    /// Repetitions and sequences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetition_and_sequence: Option<bool>,
    /// Made of what is known of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_info: Option<bool>,
    /// Made of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<String>>,
}

/// What passwords may look like; the usual where it is silent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct PasswordPolicy {
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthRule>,
    /// How mixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character_types: Option<CharacterTypes>,
    /// What not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejects: Option<Rejects>,
}

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum MfaFactor {
    /// One-time passwords by time.
    Totp,
    /// Passkeys and security keys.
    WebAuthn,
    /// Codes on paper.
    BackupCode,
    /// Codes by mail.
    EmailVerificationCode,
    /// Codes by text message.
    PhoneVerificationCode,
}

/// Who needs a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum MfaPolicy {
    /// Who wants to.
    UserControlled,
    /// Everyone.
    Mandatory,
    /// Who wants to; asked when signing in.
    PromptOnlyAtSignIn,
    /// Who wants to; asked also when registering.
    PromptAtSignInAndSignUp,
    /// Who wants to; never asked.
    NoPrompt,
    /// Everyone, where the circumstances demand it; asked also when registering.
    PromptAtSignInAndSignUpMandatory,
    /// Everyone, where the circumstances demand it; asked when signing in.
    PromptOnlyAtSignInMandatory,
}

/// What an organization that needs a second factor means for its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum OrganizationMfaPolicy {
    /// Nothing at sign-in.
    NoPrompt,
    /// They need one.
    Mandatory,
}

/// Second factors.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Mfa {
    /// Which there are.
    pub factors: Vec<MfaFactor>,
    /// Who needs one.
    pub policy: MfaPolicy,
    /// What organizations may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_required_mfa_policy: Option<OrganizationMfaPolicy>,
}

/// Whether circumstances decide.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct AdaptiveMfa {
    /// Whether they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// Whether browsers stand for a second factor.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDevicePolicy {
    /// Whether they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// For how many days; 30 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_days: Option<Int<1, 365>>,
}

/// Whether people prove that they are people.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct CaptchaPolicy {
    /// Whether they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// When guessing is stopped.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SentinelPolicy {
    /// Failures within an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_attempts: Option<Int<1, 1_000_000>>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lockout_duration: Option<Int<1, 5_256_000>>,
}

/// Addresses that cannot register.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct EmailBlocklist {
    /// Those of throw-away services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_disposable_addresses: Option<bool>,
    /// Those with a `+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_subaddressing: Option<bool>,
    /// If it has any, only these can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_allowlist: Option<List<String, 0, 1000>>,
    /// These cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_blocklist: Option<List<String, 0, 1000>>,
}

/// How codes are.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct VerificationCodePolicy {
    /// Seconds they are good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_duration: Option<Int<60, 3600>>,
    /// Wrong tries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_retry_attempts: Option<Int<1, 100>>,
}

/// How a password is recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ForgotPasswordMethod {
    /// By mail.
    EmailVerificationCode,
    /// By text message.
    PhoneVerificationCode,
}

/// How passkeys sign people in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct PasskeySignIn {
    /// Whether they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether there is a button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_passkey_button: Option<bool>,
    /// Whether the browser offers them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_autofill: Option<bool>,
}
