//! Settings that are kept under a key.

pub mod actions;
pub mod admin_console;
pub mod cimd;
pub mod id_token;
pub mod jwt_customizer;
pub mod oidc;
