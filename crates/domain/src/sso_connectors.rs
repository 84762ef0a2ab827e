//! Connectors to providers of enterprises.

use avouch_model::sign_in_exp::{PublicSsoConnector, SignInExperience};
use avouch_store::{Tenant, sso_connectors as stored};

use crate::Result;

/// Those that pages show: with domains and a configuration, where the tenant signs people in through them.
pub(crate) async fn shown(tenant: &Tenant, settings: &SignInExperience) -> Result<Vec<PublicSsoConnector>> {
    if !settings.single_sign_on_enabled {
        return Ok(Vec::new());
    }
    let connectors = stored::list(tenant).await?;
    let is_ready = |connector: &&avouch_model::sso_connectors::SsoConnector| {
        let has = |text: &str, empty: &str| !text.is_empty() && text != empty;
        has(connector.domains.text(), "[]") && has(connector.config.text(), "{}")
    };
    let show = |connector: &avouch_model::sso_connectors::SsoConnector| {
        let branding = connector.branding.object().unwrap_or_default();
        let text = |name: &str| branding.get(name).and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
        PublicSsoConnector {
            id: connector.id.clone(),
            connector_name: text("displayName").unwrap_or_else(|| connector.connector_name.clone()),
            logo: text("logo").unwrap_or_default(),
            dark_logo: text("darkLogo"),
        }
    };
    Ok(connectors.iter().filter(is_ready).map(show).collect())
}
