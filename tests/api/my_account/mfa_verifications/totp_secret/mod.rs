//! `/api/my-account/mfa-verifications/totp-secret`

mod generate;
