//! `/api/configs`

mod actions;
mod admin_console;
mod cimd;
mod id_token;
mod jwt_customizer;
mod oidc;
