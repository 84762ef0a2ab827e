//! `/api/my-account/sso-identities`

mod access_token;
