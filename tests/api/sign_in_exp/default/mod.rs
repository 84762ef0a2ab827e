//! `/api/sign-in-exp/default`

mod check_password;
mod custom_ui_assets;
