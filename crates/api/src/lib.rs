//! HTTP: parses a request, asks the domain or the provider, answers. No SQL and no rule lives here.

mod account;
mod authn;
mod consent;
mod demo_app;
mod device;
mod device_demo_app;
mod experience;
mod files;
mod http;
mod interaction;
mod mailbox;
mod management;
mod my_account;
mod oidc;
mod page_errors;
mod pages;
mod saml;
mod saml_applications;
mod status;
mod swagger;
mod verifications;
mod well_known;

pub use crate::http::app::{App, Parts, Settings};
pub use crate::http::front::{Connection, Listener, serve};
pub use crate::http::injected::InjectedHeaders;
pub use crate::http::metrics::Metrics;
pub use crate::http::openapi::{Api, document};
