//! `/api/systems`: what the deployment offers to every tenant.

pub(super) mod application;
