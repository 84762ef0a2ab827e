//! What the deployment offers to every tenant.

use avouch_model::systems::ApplicationSystem;

use crate::{Error, Result};

/// Where protected applications live. They need an authenticating proxy, which this server does not bring.
pub fn application() -> Result<ApplicationSystem> {
    Err(Error::ProtectedNotConfigured)
}
