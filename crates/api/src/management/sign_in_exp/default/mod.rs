//! `/api/sign-in-exp/default`: the settings that every tenant has.

pub(super) mod check_password;
pub(super) mod custom_ui_assets;
