//! The Management API. Every handler takes `Management` first: nobody gets past it without a token.

mod applications;
mod resources;
mod roles;
mod systems;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(applications::routes())
        .merge(resources::routes())
        .merge(roles::routes())
        .merge(systems::application::routes())
}
