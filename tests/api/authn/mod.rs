//! `/api/authn`

mod single_sign_on;
