//! `/api/sign-in-exp/default`: the settings that every tenant has.

pub(super) mod check_password;
