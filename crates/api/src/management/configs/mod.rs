//! `/api/configs`: settings of a tenant.

mod actions;
mod admin_console;
mod cimd;
mod id_token;
mod jwt_customizer;
mod oidc;

use crate::http::openapi::About;
use crate::http::routes::Routes;

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Configs", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::default()
        .merge(actions::routes())
        .merge(admin_console::routes())
        .merge(cimd::routes())
        .merge(id_token::routes())
        .merge(jwt_customizer::routes())
        .merge(oidc::routes())
}
