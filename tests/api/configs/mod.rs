//! `/api/configs`

mod admin_console;
mod id_token;
mod oidc;
