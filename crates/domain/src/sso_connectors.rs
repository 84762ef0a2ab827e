//! Connectors to providers of enterprises.

use avouch_model::sign_in_exp::{PublicSsoConnector, SignInExperience};
use avouch_model::sso_connectors::SsoConnector;
use avouch_store::{Tenant, sso_connectors as stored};

use crate::{Error, Result};

/// Those that pages show: with domains and a configuration, where the tenant signs people in through them.
pub(crate) async fn shown(tenant: &Tenant, settings: &SignInExperience) -> Result<Vec<PublicSsoConnector>> {
    if !settings.single_sign_on_enabled {
        return Ok(Vec::new());
    }
    let connectors = stored::list(tenant).await?;
    let show = |connector: &SsoConnector| {
        let branding = connector.branding.object().unwrap_or_default();
        let text = |name: &str| branding.get(name).and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
        PublicSsoConnector {
            id: connector.id.clone(),
            connector_name: text("displayName").unwrap_or_else(|| connector.connector_name.clone()),
            logo: text("logo").unwrap_or_default(),
            dark_logo: text("darkLogo"),
        }
    };
    Ok(connectors.iter().filter(|connector| is_ready(connector)).map(show).collect())
}

/// Whether people can sign in through it: it has a configuration, and domains whose people it is for.
fn is_ready(connector: &SsoConnector) -> bool {
    let has = |text: &str, empty: &str| !text.is_empty() && text != empty;
    has(connector.domains.text(), "[]") && has(connector.config.text(), "{}")
}

/// Those that sign in the people of an address's domain; none unless the tenant signs people in through them.
pub async fn of_email(tenant: &Tenant, email: &str) -> Result<Vec<SsoConnector>> {
    let settings = avouch_store::sign_in_experiences::cached(tenant).await?;
    if !settings.is_some_and(|settings| settings.single_sign_on_enabled) {
        return Ok(Vec::new());
    }
    let domain = email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
    let serves = |connector: &SsoConnector| {
        let domains: Vec<String> = serde_json::from_str(connector.domains.text()).unwrap_or_default();
        is_ready(connector) && domains.iter().any(|own| own.to_lowercase() == domain)
    };
    Ok(stored::list(tenant).await?.into_iter().filter(serves).collect())
}

/// Whoever belongs to an enterprise signs in there.
pub async fn refuse_email(tenant: &Tenant, email: &str) -> Result<()> {
    let connectors = of_email(tenant, email).await?;
    if connectors.is_empty() { Ok(()) } else { Err(Error::SsoEnabled { connectors: serde_json::json!(connectors) }) }
}
