//! Identifiers, entities, request and response bodies: the words every other crate speaks.

pub mod applications;
pub mod configs;
mod id;
mod json;
mod kinds;
pub mod logs;
mod redirect_uri;
pub mod resources;
pub mod roles;
pub mod systems;
mod time;
pub mod users;
mod web_url;
pub mod well_known;

pub use id::{ApplicationId, KeyId, LogId, OrganizationId, ResourceId, RoleId, ScopeId, TenantId, UserId};
pub use json::Json;
pub use kinds::RoleType;
pub use redirect_uri::{RedirectUri, RedirectUriRule};
pub use time::Timestamp;
pub use web_url::{WebUrl, WebUrlRule};
