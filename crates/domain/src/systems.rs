//! What the deployment offers to every tenant.

use avouch_model::systems::{ApplicationSystem, ProtectedApps};

use crate::{Error, Result};

/// Where protected applications live. They need an authenticating proxy, which the
/// operator brings; `domain` is where it answers.
pub fn application(domain: Option<&str>) -> Result<ApplicationSystem> {
    let default_domain = domain.ok_or(Error::ProtectedNotConfigured)?.to_owned();
    Ok(ApplicationSystem { protected_apps: ProtectedApps { default_domain } })
}
