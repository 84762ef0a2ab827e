//! People who come from their provider without having been sent there: what they bring is kept for a moment, and they go
//! on to an application that asks who they are.

use avouch_connectors::sso::{self, Place, Protocol};
use avouch_crypto::{Alphabet, hex, random_text, sha256};
use avouch_model::Timestamp;
use avouch_model::sso_connectors::IdpInitiatedAuthConfig;
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use avouch_store::sso_connectors::idp_initiated_auth_config as configs;
use avouch_store::sso_connectors::idp_initiated_sessions as stored;
use serde_json::{Value, json};
use url::Url;

use super::{Reach, exchange, signing_keys};
use crate::{Error, Result, applications};

/// Seconds for which what someone brought is kept.
pub const LIFETIME: i64 = 600;

/// Parameters that an authorization request from here has whatever is configured.
const OWN: [&str; 5] = ["client_id", "redirect_uri", "response_type", "direct_sign_in", "state"];

/// Someone who came.
#[derive(Debug)]
pub struct Arrival {
    /// What their browser keeps. It is no more than this: the database has a digest of it.
    pub ticket: String,
    /// What is kept, as audit entries tell it.
    pub told: Value,
    /// Where they go on.
    pub address: String,
}

/// The identifier of what is kept for a ticket.
fn id(ticket: &str) -> String {
    hex(&sha256(ticket.as_bytes())).chars().take(21).collect()
}

/// Takes someone in.
pub async fn arrive(tenant: &Tenant, reach: Reach<'_>, connector_id: &str, response: &str) -> Result<Arrival> {
    let connector = super::find(tenant, connector_id).await?;
    let speaks = super::provider(&connector).is_some_and(|provider| provider.protocol() == Protocol::Saml);
    // Where nobody may come unasked, what came belongs to no sign-in.
    let way = configs::get(tenant, connector_id).await?.filter(|_| speaks).ok_or(Error::RelayStateUnknown)?;
    let config = connector.config.object().unwrap_or_default();
    let place = Place { endpoint: reach.endpoint, connector: connector_id };
    let keys = signing_keys::used(tenant, connector_id, Protocol::Saml).await?;
    let posted = sso::Posted { response, keys: &keys, now: tenant.now().seconds() };
    let brought = sso::unsolicited(reach.http, &config, place, posted).await.map_err(exchange::refused)?;
    let issuer = brought.content.get("issuer").and_then(Value::as_str).unwrap_or_default();
    let ticket = random_text(Alphabet::Alphanumeric, 32);
    let tx = tenant.begin().await?;
    let until = Timestamp::from_millis(brought.ends_at.saturating_mul(1000));
    if !stored::use_up(&tx, issuer, &brought.assertion, until).await? {
        return Err(Error::ConnectorResponse { details: "the assertion was used before".to_owned() });
    }
    let session = id(&ticket);
    let expires = tx.now().plus_millis(LIFETIME * 1000);
    stored::create(&tx, &session, connector_id, &brought.content, expires).await?;
    let address = onward(&tx, reach.endpoint, connector_id, &way).await?;
    tx.commit().await?;
    let told = json!({ "connectorId": connector_id, "ssoSessionId": session, "assertionContent": brought.content });
    Ok(Arrival { ticket, told, address })
}

/// Where someone goes on: to the application, which asks for a sign-in, or straight to the sign-in in its name.
async fn onward(
    db: &impl avouch_store::Read,
    endpoint: &str,
    connector: &str,
    way: &IdpInitiatedAuthConfig,
) -> Result<String> {
    if !way.auto_send_authorization_request {
        let callback = way.client_idp_initiated_auth_callback_uri.as_deref().unwrap_or_default();
        let mut url = Url::parse(callback).map_err(|_| Error::IdpInitiatedCallbackUri)?;
        url.query_pairs_mut().append_pair("ssoConnectorId", connector);
        return Ok(url.into());
    }
    let application = applications::existing(db, way.default_application_id.as_str()).await?;
    let mut known = application.oidc_client_metadata.redirect_uris.iter().map(|uri| uri.to_string());
    let redirect_uri = match &way.redirect_uri {
        Some(uri) => known.find(|own| own == uri),
        None => known.next(),
    };
    let redirect_uri = redirect_uri.ok_or(Error::IdpInitiatedRedirectUri)?;
    let mut url = Url::parse(&format!("{endpoint}/oidc/auth")).map_err(|_| Error::NotFound)?;
    let parameters = way.auth_parameters.object().unwrap_or_default();
    let given = |name: &str| parameters.get(name).and_then(Value::as_str);
    url.query_pairs_mut()
        .append_pair("client_id", application.id.as_str())
        .append_pair("redirect_uri", &redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("scope", given("scope").unwrap_or("openid profile"))
        // Whoever is signed in already may be somebody else.
        .append_pair("prompt", given("prompt").unwrap_or("login"))
        .append_pair("direct_sign_in", &format!("sso:{connector}"));
    for (name, value) in &parameters {
        if let Some(value) = value.as_str()
            && !OWN.contains(&name.as_str())
            && !matches!(name.as_str(), "scope" | "prompt")
        {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    Ok(url.into())
}

/// Who someone with a ticket is, as if they came back from the provider: what is to be remembered. The ticket is good
/// once.
pub async fn redeem(tenant: &Tenant, connector: &str, ticket: &str) -> Result<Option<JsonObject>> {
    let tx = tenant.begin().await?;
    let content = stored::take(&tx, &id(ticket), connector).await?;
    tx.commit().await?;
    let Some(content) = content else { return Ok(None) };
    let config = super::find(tenant, connector).await?.config.object().unwrap_or_default();
    sso::bring_in(&config, &content).map(Some).map_err(exchange::refused)
}
