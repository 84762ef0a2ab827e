//! The Management API. Every handler takes `Management` first: nobody gets past it without a token.

mod account_center;
mod applications;
mod captcha_provider;
mod cimd;
mod configs;
mod connector_factories;
mod connectors;
mod custom_phrases;
mod custom_profile_fields;
mod dashboard;
mod domains;
mod email_templates;
mod hooks;
mod logs;
mod one_time_tokens;
mod organization_invitations;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod resources;
mod roles;
mod saml_applications;
mod secrets;
mod sentinel_activities;
mod sign_in_exp;
mod sso_connector_providers;
mod sso_connectors;
mod subject_tokens;
mod systems;
mod user_assets;
mod users;
mod verification_codes;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(account_center::routes())
        .merge(applications::routes())
        .merge(captcha_provider::routes())
        .merge(cimd::routes())
        .merge(configs::routes())
        .merge(connector_factories::routes())
        .merge(connectors::routes())
        .merge(custom_phrases::routes())
        .merge(custom_profile_fields::routes())
        .merge(dashboard::routes())
        .merge(domains::routes())
        .merge(email_templates::routes())
        .merge(hooks::routes())
        .merge(logs::routes())
        .merge(one_time_tokens::routes())
        .merge(organization_invitations::routes())
        .merge(organization_roles::routes())
        .merge(organization_scopes::routes())
        .merge(organizations::routes())
        .merge(resources::routes())
        .merge(roles::routes())
        .merge(saml_applications::routes())
        .merge(secrets::routes())
        .merge(sentinel_activities::delete::routes())
        .merge(sign_in_exp::routes())
        .merge(sso_connector_providers::routes())
        .merge(sso_connectors::routes())
        .merge(subject_tokens::routes())
        .merge(systems::application::routes())
        .merge(user_assets::routes())
        .merge(users::routes())
        .merge(verification_codes::routes())
}
