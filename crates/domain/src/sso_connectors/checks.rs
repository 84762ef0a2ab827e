//! What a connector to a provider must be.

use avouch_connectors::sso::{self, Place, Protocol, Provider};
use avouch_model::sso_connectors::Domains;
use avouch_shape::JsonObject;
use avouch_store::{Read, Tenant, sso_connectors as stored};
use serde_json::Value;

use super::Reach;
use crate::{Error, Result, secrets};

/// Mail services where anyone has an address.
const PUBLIC: [&str; 19] = [
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "icloud.com",
    "aol.com",
    "yandex.com",
    "mail.com",
    "protonmail.com",
    "yanex.com",
    "gmx.com",
    "mail.ru",
    "zoho.com",
    "qq.com",
    "163.com",
    "126.com",
    "sina.com",
    "sohu.com",
];

/// Domains in small letters, each once, none of them everyone's.
pub(super) fn domains(domains: Option<Domains>) -> Result<Option<Vec<String>>> {
    let Some(domains) = domains else { return Ok(None) };
    let domains: Vec<String> = domains.into_iter().map(|domain| domain.to_lowercase()).collect();
    let forbidden: Vec<String> = domains.iter().filter(|domain| PUBLIC.contains(&domain.as_str())).cloned().collect();
    if !forbidden.is_empty() {
        return Err(Error::SsoForbiddenDomains { domains: forbidden });
    }
    let (mut once, mut twice) = (Vec::new(), Vec::new());
    for domain in domains {
        let list = if once.contains(&domain) { &mut twice } else { &mut once };
        list.push(domain);
    }
    if twice.is_empty() { Ok(Some(once)) } else { Err(Error::SsoDuplicatedDomains { domains: twice }) }
}

/// A whole configuration, or none: a connector can be made before it is known where it leads.
pub(super) fn config(provider: Provider, config: JsonObject) -> Result<JsonObject> {
    if config.is_empty() {
        return Ok(config);
    }
    provider.check(&config).map_err(|issues| Error::InvalidConnectorConfig { issues })
}

/// Whether requests to the provider are to be signed.
pub(super) fn signs(config: &JsonObject) -> bool {
    config.get("signAuthnRequest").and_then(Value::as_bool) == Some(true)
}

/// Nobody else has the name.
pub(super) async fn name(db: &impl Read, name: &str, own: Option<&str>) -> Result<()> {
    match stored::named(db, name).await? {
        Some(holder) if own != Some(holder.as_str()) => Err(Error::SsoNameTaken),
        Some(_) | None => Ok(()),
    }
}

/// The provider answers, and says what is needed of it.
pub(super) async fn connection(
    tenant: &Tenant,
    reach: Reach<'_>,
    provider: Provider,
    config: &JsonObject,
    id: &str,
) -> Result<()> {
    if config.is_empty() {
        return Ok(());
    }
    let place = Place { endpoint: reach.endpoint, connector: id };
    let found = sso::describe(reach.http, provider, config, place, (tenant.now().seconds(), true)).await;
    found.map(drop).map_err(super::exchange::refused)
}

/// Tokens can be kept where there is a vault, of providers that give some.
pub(super) fn token_storage(db: &impl Read, provider: Provider, wanted: Option<bool>) -> Result<()> {
    match (wanted, provider.protocol()) {
        (Some(true), Protocol::Oidc) => secrets::need_vault(db),
        (Some(true), Protocol::Saml) => Err(Error::SsoTokenStorage),
        (Some(false) | None, _) => Ok(()),
    }
}
