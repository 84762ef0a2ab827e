//! Connectors to providers of enterprises.

mod checks;
pub mod exchange;
pub mod idp_initiated;
pub mod idp_initiated_auth_config;
pub mod signing_keys;

use avouch_connectors::sso::{self, Place, Provider};
use avouch_model::Json;
use avouch_model::sign_in_exp::{PublicSsoConnector, SignInExperience};
use avouch_model::sso_connectors::{CreateSsoConnector, SsoConnector, SsoConnectorDetails, UpdateSsoConnector};
use avouch_outbound::Client;
use avouch_store::{Listing, Page, Read, Tenant, Value, sign_in_experiences, sso_connectors as stored};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::changes::Changes;
use crate::{Error, Result, ids};

/// Most providers that are asked at once what they say of themselves.
const ASKED_AT_ONCE: usize = 16;

/// How the other side is reached: requests to it, and where this server says that it is.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    /// Requests to others.
    pub http: &'a Client,
    /// Address of this server, without a slash at the end.
    pub endpoint: &'a str,
}

fn provider(connector: &SsoConnector) -> Option<Provider> {
    Provider::find(&connector.provider_name)
}

/// One connector as it is stored.
pub async fn find(db: &impl Read, id: &str) -> Result<SsoConnector> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "sso_connectors", id: id.to_owned() })
}

/// The connector with what its provider says of itself now.
async fn detailed(
    tenant: &Tenant,
    reach: Reach<'_>,
    provider: Provider,
    connector: SsoConnector,
) -> SsoConnectorDetails {
    let config = connector.config.object().unwrap_or_default();
    let place = Place { endpoint: reach.endpoint, connector: &connector.id };
    let now = tenant.now().seconds();
    let found = sso::describe(reach.http, provider, &config, place, (now, false)).await;
    SsoConnectorDetails {
        name: provider.label(),
        provider_type: provider.protocol().as_str(),
        provider_logo: provider.logo(),
        provider_logo_dark: provider.logo(),
        // A provider that is away is no reason not to show the connector.
        provider_config: found.ok().map(|found| Json::from(&json!(found))),
        connector,
    }
}

/// Connectors whose provider is known, by name.
pub async fn list(tenant: &Tenant, reach: Reach<'_>, page: Option<Page>) -> Result<Listing<SsoConnectorDetails>> {
    let Listing { rows, total } = stored::page(tenant, page).await?;
    let known = rows.into_iter().filter_map(|connector| provider(&connector).map(|provider| (provider, connector)));
    let asked = known.map(|(provider, connector)| detailed(tenant, reach, provider, connector));
    let rows = stream::iter(asked).buffered(ASKED_AT_ONCE).collect().await;
    Ok(Listing { rows, total })
}

/// One connector.
pub async fn get(tenant: &Tenant, reach: Reach<'_>, id: &str) -> Result<SsoConnectorDetails> {
    let connector = find(tenant, id).await?;
    let provider = provider(&connector).ok_or(Error::SsoProviderGone)?;
    Ok(detailed(tenant, reach, provider, connector).await)
}

/// Adds a connector. A configuration that is given must lead to a provider that answers.
pub async fn create(tenant: &Tenant, reach: Reach<'_>, input: CreateSsoConnector) -> Result<SsoConnector> {
    let CreateSsoConnector {
        config,
        domains,
        branding,
        sync_profile,
        enable_token_storage,
        provider_name,
        connector_name,
    } = input;
    let provider =
        Provider::find(&provider_name).ok_or_else(|| Error::UnknownSsoProvider { name: provider_name.to_string() })?;
    let domains = checks::domains(domains)?.unwrap_or_default();
    let config = checks::config(provider, config.unwrap_or_default())?;
    if checks::signs(&config) {
        return Err(Error::SsoSigningKeyRequired);
    }
    checks::name(tenant, &connector_name, None).await?;
    let id = ids::short();
    checks::connection(tenant, reach, provider, &config, &id).await?;
    checks::token_storage(tenant, provider, enable_token_storage)?;
    let connector = SsoConnector {
        tenant_id: tenant.id().clone(),
        id,
        provider_name: provider.as_str().to_owned(),
        connector_name: connector_name.into_inner(),
        config: Json::from(&json!(config)),
        domains: Json::from(&json!(domains)),
        branding: Json::from(&json!(branding.unwrap_or_default())),
        sync_profile: sync_profile.unwrap_or(false),
        enable_token_storage: enable_token_storage.unwrap_or(false),
        created_at: tenant.now(),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &connector).await.map_err(taken)?;
    sign_in_experiences::changed(&tx);
    tx.commit().await?;
    Ok(connector)
}

fn taken(error: avouch_store::Error) -> Error {
    if error.is_unique(stored::UNIQUE_NAME) { Error::SsoNameTaken } else { Error::Store(error) }
}

/// Changes a connector.
pub async fn update(
    tenant: &Tenant,
    reach: Reach<'_>,
    id: &str,
    input: UpdateSsoConnector,
) -> Result<SsoConnectorDetails> {
    let UpdateSsoConnector { config, domains, branding, sync_profile, connector_name, enable_token_storage } = input;
    let connector = find(tenant, id).await?;
    let provider = provider(&connector).ok_or(Error::SsoProviderGone)?;
    let domains = checks::domains(domains)?;
    let config = config.map(|config| checks::config(provider, config)).transpose()?;
    if config.as_ref().is_some_and(checks::signs) && !signing_keys::can_sign(tenant, id).await? {
        return Err(Error::SsoSigningKeyRequired);
    }
    if let Some(name) = &connector_name {
        checks::name(tenant, name, Some(id)).await?;
    }
    if let Some(config) = &config {
        checks::connection(tenant, reach, provider, config, id).await?;
    }
    checks::token_storage(tenant, provider, enable_token_storage)?;
    let mut changes = Changes::default();
    changes.set("config", config.as_ref().map(Value::json));
    changes.set("domains", domains.as_ref().map(Value::json));
    changes.set("branding", branding.as_ref().map(Value::json));
    changes.set("sync_profile", sync_profile);
    changes.set("connector_name", connector_name.map(avouch_shape::Text::into_inner));
    changes.set("enable_token_storage", enable_token_storage);
    // A change of nothing is none.
    if let Ok(columns) = changes.some() {
        let tx = tenant.begin().await?;
        stored::update(&tx, id, columns).await.map_err(taken)?;
        if enable_token_storage == Some(false) {
            stored::delete_token_sets(&tx, id).await?;
        }
        sign_in_experiences::changed(&tx);
        tx.commit().await?;
    }
    get(tenant, reach, id).await
}

/// Removes a connector, with the identities that people have through it.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotExistsWithId { name: "sso_connectors", id: id.to_owned() });
    }
    sign_in_experiences::changed(&tx);
    tx.commit().await?;
    Ok(())
}

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
            logo: text("logo").unwrap_or_else(|| provider(connector).map(Provider::logo).unwrap_or_default()),
            dark_logo: text("darkLogo"),
        }
    };
    Ok(connectors.iter().filter(|connector| is_ready(connector)).map(show).collect())
}

/// Whether people can sign in through it: its configuration is whole, and it has domains whose people it is for.
fn is_ready(connector: &SsoConnector) -> bool {
    let config = connector.config.object().unwrap_or_default();
    !matches!(connector.domains.text(), "" | "[]")
        && provider(connector).is_some_and(|provider| provider.check(&config).is_ok())
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

/// Whoever belongs to an enterprise signs in there. Strangers are told this: what a connector's configuration holds, such
/// as the secret of a client, is none of their business.
pub async fn refuse_email(tenant: &Tenant, email: &str) -> Result<()> {
    let bare = |connector| SsoConnector { config: Json::from(&json!({})), ..connector };
    let connectors: Vec<SsoConnector> = of_email(tenant, email).await?.into_iter().map(bare).collect();
    if connectors.is_empty() { Ok(()) } else { Err(Error::SsoEnabled { connectors: serde_json::json!(connectors) }) }
}
