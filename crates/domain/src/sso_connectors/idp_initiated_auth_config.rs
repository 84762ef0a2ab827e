//! What happens to people who come from their provider without having been sent there.

use avouch_connectors::sso::Protocol;
use avouch_model::Json;
use avouch_model::applications::{Application, ApplicationType};
use avouch_model::sso_connectors::{IdpInitiatedAuthConfig, IdpInitiatedWay, SetIdpInitiatedAuthConfig};
use avouch_store::sso_connectors::idp_initiated_auth_config as stored;
use avouch_store::{Read as _, Tenant};
use serde_json::json;

use crate::{Error, Result, applications};

/// What is set.
pub async fn get(tenant: &Tenant, connector: &str) -> Result<IdpInitiatedAuthConfig> {
    super::find(tenant, connector).await?;
    stored::get(tenant, connector).await?.ok_or(Error::NotFound)
}

/// Sets it.
pub async fn set(tenant: &Tenant, id: &str, input: SetIdpInitiatedAuthConfig) -> Result<IdpInitiatedAuthConfig> {
    let SetIdpInitiatedAuthConfig { default_application_id, way } = input;
    let tx = tenant.begin().await?;
    let connector = super::find(&tx, id).await?;
    if super::provider(&connector).is_none_or(|provider| provider.protocol() != Protocol::Saml) {
        return Err(Error::IdpInitiatedNotSupported);
    }
    let application = applications::existing(&tx, &default_application_id).await?;
    let kept = stored::get(&tx, id).await?;
    let mut config = IdpInitiatedAuthConfig {
        tenant_id: tx.id().clone(),
        connector_id: connector.id,
        default_application_id: application.id.clone(),
        redirect_uri: None,
        auth_parameters: Json::from(&json!({})),
        auto_send_authorization_request: false,
        client_idp_initiated_auth_callback_uri: None,
        created_at: kept.map_or(tx.now(), |kept| kept.created_at),
    };
    match way {
        IdpInitiatedWay::Here { redirect_uri, parameters } => {
            suits(&application, &[ApplicationType::Traditional, ApplicationType::Saml])?;
            let known = &application.oidc_client_metadata.redirect_uris;
            if redirect_uri.as_ref().is_some_and(|uri| !known.iter().any(|own| **own == **uri)) {
                return Err(Error::IdpInitiatedRedirectUri);
            }
            config.redirect_uri = redirect_uri;
            config.auth_parameters = Json::from(&json!(parameters));
            config.auto_send_authorization_request = true;
        }
        IdpInitiatedWay::Application { callback_uri } => {
            suits(&application, &[ApplicationType::Traditional, ApplicationType::Spa, ApplicationType::Saml])?;
            let is_web = |uri: &String| url::Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            let uri = callback_uri.filter(is_web).ok_or(Error::IdpInitiatedCallbackUri)?;
            config.client_idp_initiated_auth_callback_uri = Some(uri);
        }
    }
    stored::set(&tx, &config).await?;
    tx.commit().await?;
    Ok(config)
}

/// Only our own applications get people who did not ask for it.
fn suits(application: &Application, types: &[ApplicationType]) -> Result<()> {
    let suits = types.contains(&application.r#type) && !application.is_third_party;
    if suits { Ok(()) } else { Err(Error::IdpInitiatedApplicationType) }
}

/// Removes what is set.
pub async fn delete(tenant: &Tenant, connector: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, connector).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
