//! The Management API. Every handler takes `Management` first: nobody gets past it without a token.

mod applications;
mod dashboard;
mod organization_invitations;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod resources;
mod roles;
mod subject_tokens;
mod systems;
mod users;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(applications::routes())
        .merge(dashboard::routes())
        .merge(organization_invitations::routes())
        .merge(organization_roles::routes())
        .merge(organization_scopes::routes())
        .merge(organizations::routes())
        .merge(resources::routes())
        .merge(roles::routes())
        .merge(subject_tokens::routes())
        .merge(systems::application::routes())
        .merge(users::routes())
}
