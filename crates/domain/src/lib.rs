//! The identity rules, one module a noun. Every write of identities goes through here: this is where tenant scope,
//! order of checks and cache invalidation are decided.

pub mod account_center;
pub mod applications;
pub mod bootstrap;
pub mod captcha_provider;
mod changes;
pub mod configs;
pub mod connector_factories;
pub mod connectors;
pub mod custom_phrases;
pub mod custom_profile_fields;
pub mod dashboard;
pub mod domains;
pub mod email_blocklist;
pub mod email_templates;
mod error;
pub mod events;
pub mod hasura;
pub mod hooks;
mod ids;
pub mod logs;
pub mod messages;
pub mod one_time_tokens;
pub mod organization_invitations;
pub mod organization_roles;
pub mod organization_scopes;
pub mod organizations;
pub mod password_policy;
pub mod passwords;
pub mod phrases;
pub mod resources;
pub mod roles;
pub mod search;
pub mod secrets;
pub mod sentinel;
pub mod sentinel_activities;
pub mod sign_in_exp;
pub mod sso_connector_providers;
pub mod sso_connectors;
pub mod subject_tokens;
pub mod systems;
pub mod user_assets;
pub mod username_policy;
pub mod users;
pub mod verification_codes;

pub use error::{Error, Problem, Result, Status};
