//! How people sign in, and what the pages look like.

mod policies;
mod requests;
mod row;

pub use policies::{
    AdaptiveMfa, AgreeToTerms, CaptchaPolicy, CharacterTypes, Color, CustomUiAssets, CustomUiCsp, EmailBlocklist,
    ForgotPasswordMethod, LanguageInfo, LengthRule, Mfa, MfaFactor, MfaPolicy, OrganizationMfaPolicy, PasskeySignIn,
    PasswordExpiration, PasswordPolicy, Rejects, SecondaryIdentifier, SentinelPolicy, SignIn, SignInIdentifier,
    SignInMethod, SignInMode, SignUp, SignUpIdentifier, SocialSignIn, UsernameCharacters, UsernamePolicy,
    VerificationCodePolicy,
};
pub use requests::{
    CaseConflicts, CheckPassword, CheckedPassword, ConflictLimit, OptionalEmail, OptionalUrl, PasswordIssue, SameName,
    UnusedDemo, UpdateSignInExperience,
};
pub use row::{Look, PublicConnector, PublicSettings, PublicSsoConnector, SignInExperience};
