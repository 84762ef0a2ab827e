//! What every surface shares: the way in, the way out, and the description of both.

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod cors;
pub(crate) mod extract;
pub(crate) mod failure;
pub(crate) mod front;
pub(crate) mod language;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod paging;
pub(crate) mod routes;
mod safely;
pub(crate) mod tenancy;
mod unread;
