//! Tests through the public HTTP API, on both databases: a file a URL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod applications;
mod authorization;
mod bad_input;
mod dashboard;
mod demo_app;
mod experience;
mod flow;
mod http;
mod interaction;
mod nodes;
mod oidc;
mod openapi;
mod organization_invitations;
mod organization_roles;
mod organization_scopes;
mod organizations;
mod resources;
mod roles;
mod search;
mod status;
mod subject_tokens;
mod swagger;
mod systems;
mod users;
mod well_known;
