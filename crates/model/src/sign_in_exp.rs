//! How people sign in, and what the pages look like.

mod credentials;
mod custom_ui;
mod policies;
mod requests;
mod row;

pub use credentials::{PasswordExpiration, UsernameCharacters, UsernamePolicy};
pub use custom_ui::CustomUiMade;
pub use policies::{
    AdaptiveMfa, AgreeToTerms, CaptchaPolicy, CharacterTypes, Color, CustomUiAssets, CustomUiCsp, EmailBlocklist,
    ForgotPasswordMethod, LanguageInfo, LengthRule, Mfa, MfaFactor, MfaPolicy, OrganizationMfaPolicy, PasskeySignIn,
    PasswordPolicy, Rejects, SecondaryIdentifier, SentinelPolicy, SignIn, SignInIdentifier, SignInMethod, SignInMode,
    SignUp, SignUpIdentifier, SocialSignIn, VerificationCodePolicy,
};
pub use requests::{
    CaseConflicts, CheckPassword, CheckedPassword, ConflictLimit, OptionalEmail, OptionalUrl, PasswordIssue, SameName,
    UnusedDemo, UpdateSignInExperience,
};
pub use row::{Look, PublicConnector, PublicSettings, PublicSsoConnector, SignInExperience};
