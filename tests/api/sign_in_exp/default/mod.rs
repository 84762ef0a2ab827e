//! `/api/sign-in-exp/default`

mod check_password;
