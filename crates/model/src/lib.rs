//! Identifiers, entities, request and response bodies: the words every other crate speaks.

pub mod account_center;
pub mod applications;
pub mod branding;
pub mod captcha_provider;
pub mod configs;
pub mod connectors;
pub mod custom_phrases;
pub mod custom_profile_fields;
pub mod dashboard;
pub mod domains;
mod email_address;
pub mod email_templates;
pub mod hooks;
mod id;
pub mod interaction;
mod json;
mod kinds;
mod language_tag;
pub mod logs;
pub mod one_time_tokens;
pub mod organization_invitations;
pub mod organization_roles;
pub mod organization_scopes;
pub mod organizations;
mod redirect_uri;
pub mod resources;
pub mod roles;
pub mod saml_applications;
pub mod secrets;
pub mod sentinel_activities;
pub mod sign_in_exp;
pub mod sso_connectors;
pub mod subject_tokens;
pub mod systems;
mod time;
pub mod user_assets;
pub mod users;
pub mod verification_codes;
mod web_url;
pub mod well_known;

pub use email_address::{EmailAddress, EmailAddressRule};
pub use id::{
    ApplicationId, InvitationId, KeyId, LogId, OrganizationId, OrganizationRoleId, OrganizationScopeId, ResourceId,
    RoleId, ScopeId, TenantId, UserId,
};
pub use json::Json;
pub use kinds::RoleType;
pub use language_tag::{LANGUAGE_TAGS, LanguageTag};
pub use redirect_uri::{RedirectUri, RedirectUriRule};
pub use time::{Millis, Timestamp};
pub use web_url::{WebUrl, WebUrlRule};

/// Identifiers in a request.
pub type Ids = avouch_shape::List<avouch_shape::Text<1, 128>, 0, 5000>;

/// Identifiers in a request, at least one.
pub type SomeIds = avouch_shape::List<avouch_shape::Text<1, 128>, 1, 5000>;
