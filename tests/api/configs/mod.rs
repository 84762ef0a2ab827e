//! `/api/configs`

mod admin_console;
mod id_token;
mod jwt_customizer;
mod oidc;
