//! Tests through the public HTTP API, on both databases: a file a URL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod account_center;
mod applications;
mod authn;
mod authorization;
mod bad_input;
mod captcha_provider;
mod cimd;
mod configs;
mod connector_factories;
mod connectors;
mod custom_phrases;
mod custom_profile_fields;
mod dashboard;
mod demo_app;
mod domains;
mod email_templates;
mod experience;
mod expired;
mod flow;
mod guards;
mod hooks;
mod http;
mod interaction;
mod jwt;
mod logs;
mod mailbox;
mod mass_assignment;
mod my_account;
mod nodes;
mod oidc;
mod one_time_tokens;
mod openapi;
mod organization_invitations;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod pages;
mod passkey;
mod relations;
mod resources;
mod roles;
mod saml;
mod saml_applications;
mod search;
mod secrets;
mod sentinel_activities;
mod sign_in_exp;
mod sso_connector_providers;
mod sso_connectors;
mod status;
mod subject_tokens;
mod swagger;
mod systems;
pub(crate) mod user_assets;
mod users;
mod verification_codes;
mod verifications;
mod well_known;
