//! What the tenant wants, read from its settings.

use std::sync::Arc;

use avouch_domain::{Error, Result};
use avouch_model::Json;
use avouch_model::sign_in_exp::SignInExperience;
use avouch_store::{Tenant, sign_in_experiences};
use serde_json::Value;

/// The settings of a tenant.
pub(crate) async fn load(tenant: &Tenant) -> Result<Arc<SignInExperience>> {
    let missing = || Error::Store(avouch_store::Error::Corrupt("the tenant has no sign-in settings".to_owned()));
    sign_in_experiences::cached(tenant).await?.ok_or_else(missing)
}

/// One of them.
pub(crate) fn policy(json: &Json) -> Value {
    serde_json::from_str(json.text()).unwrap_or_default()
}
