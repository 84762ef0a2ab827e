//! Connectors: mail, text messages and sign-in at other providers.

mod failure;
pub mod social;

use avouch_connectors::message::Message;
use avouch_connectors::{Factory, Kind, Platform};
use avouch_model::Json;
use avouch_model::connectors::{
    Connector, ConnectorAnswer, ConnectorMetadata, CreateConnector, TestMessage, UpdateConnector,
};
use avouch_model::email_templates::TemplateType;
use avouch_model::sign_in_exp::{ForgotPasswordMethod, PasswordExpiration};
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::connectors as stored;
use avouch_store::{Read, Tenant, Tx, Value, sign_in_experiences};
use serde_json::json;

use crate::changes::Changes;
use crate::connector_factories::facts;
use crate::messages::{self, Action, Outgoing};
use crate::sign_in_exp::{self, Channels};
use crate::{Error, Result, ids, mailbox, secrets};

/// Identifiers of the factories of a kind.
fn factories(kind: Kind) -> Vec<&'static str> {
    avouch_connectors::all().iter().filter(|factory| factory.kind == kind).map(|factory| factory.id).collect()
}

/// The connector that sends mail or text messages, with its factory.
pub async fn of_kind(db: &impl Read, kind: Kind) -> Result<Option<(Connector, &'static Factory)>> {
    let found = stored::of_factories(db, &factories(kind)).await?.into_iter().next();
    Ok(found.and_then(|connector| avouch_connectors::find(&connector.connector_id).map(|factory| (connector, factory))))
}

/// What can be sent.
pub async fn channels(db: &impl Read) -> Result<Channels> {
    let has_mailbox = mailbox::of(db).is_some();
    let (mut email, mut sms) = (has_mailbox, has_mailbox);
    for connector in stored::list(db).await? {
        match avouch_connectors::find(&connector.connector_id).map(|factory| factory.kind) {
            Some(Kind::Email) => email = true,
            Some(Kind::Sms) => sms = true,
            Some(Kind::Social) | None => {}
        }
    }
    Ok(Channels { email, sms })
}

/// The social connectors with their factories.
pub async fn all_social(db: &impl Read) -> Result<Vec<(Connector, &'static Factory)>> {
    let connectors = stored::of_factories(db, &factories(Kind::Social)).await?;
    let with_factory =
        |connector: Connector| avouch_connectors::find(&connector.connector_id).map(|factory| (connector, factory));
    Ok(connectors.into_iter().filter_map(with_factory).collect())
}

/// The provider that a connector is for: its own word, or its factory's.
pub fn target(connector: &Connector, factory: &Factory) -> String {
    let own = connector.metadata.object().and_then(|metadata| metadata.get("target")?.as_str().map(ToOwned::to_owned));
    own.filter(|_| factory.is_standard).unwrap_or_else(|| factory.target.to_owned())
}

/// The providers that there are social connectors for.
pub async fn social_targets(db: &impl Read) -> Result<Vec<String>> {
    Ok(all_social(db).await?.iter().map(|(connector, factory)| target(connector, factory)).collect())
}

fn answer(connector: Connector, factory: &Factory) -> ConnectorAnswer {
    let own = connector.metadata.object().unwrap_or_default();
    ConnectorAnswer {
        factory: facts(factory, &own),
        id: connector.id,
        sync_profile: connector.sync_profile,
        enable_token_storage: connector.enable_token_storage,
        config: connector.config,
        metadata: connector.metadata,
        connector_id: connector.connector_id,
        r#type: factory.kind.as_str(),
        is_demo: false,
        extra_info: Json::from(&json!({})),
    }
}

/// All connectors whose factory is known, by identifier.
pub async fn list(tenant: &Tenant, wanted: Option<&str>) -> Result<Vec<ConnectorAnswer>> {
    let mut answers = Vec::new();
    for connector in stored::list(tenant).await? {
        let Some(factory) = avouch_connectors::find(&connector.connector_id) else { continue };
        if wanted.is_none_or(|wanted| target(&connector, factory) == wanted) {
            answers.push(answer(connector, factory));
        }
    }
    Ok(answers)
}

/// One connector as it is stored, with its factory.
pub async fn find(db: &impl Read, id: &str) -> Result<(Connector, &'static Factory)> {
    let connector = stored::get(db, id).await?.ok_or(Error::NotFound)?;
    let factory = avouch_connectors::find(&connector.connector_id).ok_or(Error::NotFound)?;
    Ok((connector, factory))
}

/// One connector.
pub async fn get(db: &impl Read, id: &str) -> Result<ConnectorAnswer> {
    let (connector, factory) = find(db, id).await?;
    Ok(answer(connector, factory))
}

/// Without members that say nothing, at any depth.
fn clean(config: JsonObject) -> JsonObject {
    config.into_iter().filter_map(|(name, value)| Some((name, cleaned(value)?))).collect()
}

/// A value without what says nothing; nothing if it says nothing itself.
fn cleaned(value: serde_json::Value) -> Option<serde_json::Value> {
    use serde_json::Value::{Array, Bool, Null, Number, Object, String};
    match value {
        Null => None,
        String(text) => (!text.is_empty()).then_some(String(text)),
        Array(items) => {
            let items: Vec<_> = items.into_iter().filter_map(cleaned).collect();
            (!items.is_empty()).then_some(Array(items))
        }
        Object(members) => {
            let members = clean(members);
            (!members.is_empty()).then_some(Object(members))
        }
        Bool(_) | Number(_) => Some(value),
    }
}

fn checked(factory: &Factory, config: &JsonObject) -> Result<JsonObject> {
    factory.check(config).map_err(|issues| Error::InvalidConnectorConfig { issues })
}

/// Adds a connector. One that sends mail or text messages takes the place of the one before.
pub async fn create(tenant: &Tenant, input: CreateConnector) -> Result<ConnectorAnswer> {
    let CreateConnector { config, connector_id, metadata, sync_profile, enable_token_storage, id } = input;
    let factory = avouch_connectors::find(&connector_id)
        .ok_or_else(|| Error::UnknownConnectorFactory { id: connector_id.to_string() })?;
    let metadata = clean_metadata(metadata);
    if factory.kind == Kind::Social {
        let has_target = metadata.get("target").is_some();
        if factory.is_standard && !has_target {
            return Err(Error::ConnectorNeedsTarget);
        }
        if !factory.is_standard && !metadata.is_empty() {
            return Err(Error::ConnectorMetadataFixed);
        }
    }
    if sync_profile == Some(true) && factory.kind != Kind::Social {
        return Err(Error::SyncProfileOfSocialOnly);
    }
    let tx = tenant.begin().await?;
    if factory.kind == Kind::Social {
        alone(&tx, factory, &metadata).await?;
    }
    let config = checked(factory, &clean(config.unwrap_or_default()))?;
    token_storage(tenant, factory, enable_token_storage)?;
    let connector = Connector {
        id: id.map_or_else(ids::short, avouch_shape::Text::into_inner),
        sync_profile: sync_profile.unwrap_or(false),
        enable_token_storage: enable_token_storage.unwrap_or(false),
        config: Json::from(&json!(config)),
        metadata: Json::from(&json!(metadata)),
        connector_id: connector_id.into_inner(),
    };
    if factory.kind != Kind::Social {
        for other in stored::of_factories(&tx, &factories(factory.kind)).await? {
            stored::delete(&tx, &other.id).await?;
        }
    }
    stored::create(&tx, &connector).await?;
    sign_in_experiences::changed(&tx);
    let answer = get(&tx, &connector.id).await?;
    tx.commit().await?;
    Ok(answer)
}

fn clean_metadata(metadata: Option<ConnectorMetadata>) -> JsonObject {
    let ConnectorMetadata { target, name, logo, logo_dark } = metadata.unwrap_or_default();
    let members = [
        ("target", target.map(serde_json::Value::from)),
        ("name", name.map(serde_json::Value::from)),
        ("logo", logo.map(serde_json::Value::from)),
        ("logoDark", logo_dark.into_option().map(serde_json::Value::from)),
    ];
    let given = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    clean(given.collect())
}

/// No other social connector may be for the same provider and platform.
async fn alone(tx: &Tx, factory: &'static Factory, metadata: &JsonObject) -> Result<()> {
    let own = metadata.get("target").and_then(serde_json::Value::as_str).filter(|_| factory.is_standard);
    let wanted = own.unwrap_or(factory.target);
    for (other, of) in all_social(tx).await? {
        if !factory.is_standard && other.connector_id == factory.id {
            return Err(Error::MultipleInstances);
        }
        if target(&other, of) == wanted && of.platform == factory.platform {
            return Err(Error::MultipleTargets { id: other.connector_id, name: of.name });
        }
    }
    Ok(())
}

/// Tokens can be kept where there is a vault, of providers whose connector can keep them.
fn token_storage(db: &impl Read, factory: &Factory, wanted: Option<bool>) -> Result<()> {
    match wanted {
        Some(true) if !factory.stores_tokens => Err(Error::TokenStorageNotSupported),
        Some(true) => secrets::need_vault(db),
        Some(false) | None => Ok(()),
    }
}

/// Changes a connector.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateConnector) -> Result<ConnectorAnswer> {
    let UpdateConnector { config, metadata, sync_profile, enable_token_storage } = input;
    let tx = tenant.begin().await?;
    let (connector, factory) = find(&tx, id).await?;
    let metadata = metadata.map(|metadata| clean_metadata(Some(metadata)));
    if let Some(metadata) = &metadata {
        let given = metadata.get("target").and_then(serde_json::Value::as_str);
        if factory.is_standard && given.is_some_and(|given| given != target(&connector, factory)) {
            return Err(Error::CannotModifyTarget);
        }
        if !factory.is_standard && !metadata.is_empty() {
            return Err(Error::ConnectorMetadataFixed);
        }
    }
    if sync_profile == Some(true) && factory.kind != Kind::Social {
        return Err(Error::SyncProfileOfSocialOnly);
    }
    token_storage(tenant, factory, enable_token_storage)?;
    let mut changes = Changes::default();
    if let Some(config) = config {
        changes.set("config", Some(Value::json(&checked(factory, &clean(config))?)));
    }
    if let Some(mut metadata) = metadata {
        if factory.is_standard {
            metadata.insert("target".to_owned(), target(&connector, factory).into());
        }
        changes.set("metadata", Some(Value::json(&metadata)));
    }
    changes.set("sync_profile", sync_profile);
    changes.set("enable_token_storage", enable_token_storage);
    stored::update(&tx, id, changes.some()?).await?;
    if enable_token_storage == Some(false) {
        stored::delete_token_sets(&tx, id).await?;
    }
    sign_in_experiences::changed(&tx);
    let answer = get(&tx, id).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Removes a connector; sign-in pages show its provider no more.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let connector = stored::get(&tx, id).await?.ok_or(Error::NotFound)?;
    stored::delete(&tx, id).await?;
    match avouch_connectors::find(&connector.connector_id).map(|factory| factory.kind) {
        Some(Kind::Social) => {
            let left = social_targets(&tx).await?;
            sign_in_exp::drop_unavailable_targets(&tx, &left).await?;
        }
        Some(Kind::Email | Kind::Sms) => recovery_remains(&tx).await?,
        None => {}
    }
    sign_in_experiences::changed(&tx);
    tx.commit().await?;
    Ok(())
}

/// Where passwords expire, there must stay a way to recover one.
async fn recovery_remains(tx: &Tx) -> Result<()> {
    let settings = sign_in_exp::get(tx).await?;
    let expiration: PasswordExpiration = serde_json::from_str(settings.password_expiration.text()).unwrap_or_default();
    if expiration.enabled != Some(true) {
        return Ok(());
    }
    let methods: Option<Vec<ForgotPasswordMethod>> =
        settings.forgot_password_methods.and_then(|methods| serde_json::from_str(methods.text()).ok());
    if channels(tx).await?.recovers(methods.as_deref()) {
        return Ok(());
    }
    Err(Error::PasswordExpirationNeedsRecovery)
}

/// Sends a message with a configuration that need not be anyone's yet.
pub async fn test(tenant: &Tenant, http: &Client, factory: &str, input: &TestMessage) -> Result<()> {
    // Where both are given, the number counts.
    let (to, kind) = match (&input.phone, &input.email) {
        (Some(phone), _) => (phone.to_string(), Kind::Sms),
        (None, Some(email)) => (email.to_string(), Kind::Email),
        (None, None) => return Err(Error::NoRecipient),
    };
    let factory = avouch_connectors::find(factory).ok_or(Error::ConnectorNotFound)?;
    if factory.kind != kind {
        return Err(Error::ConnectorType);
    }
    let config = checked(factory, &input.config)?;
    let mut payload = JsonObject::new();
    payload.insert("code".to_owned(), "000000".into());
    if let Some(locale) = &input.locale {
        payload.insert("locale".to_owned(), locale.to_string().into());
    }
    let outgoing = Outgoing {
        kind: factory.kind,
        to: &to,
        usage: TemplateType::Generic,
        payload,
        ip: None,
        action: Action::Message,
    };
    let takes_texts = messages::takes_texts(factory);
    let template = if takes_texts { messages::own_template(tenant, &outgoing).await? } else { None };
    let usage = outgoing.usage.as_str();
    let message = Message { to: &to, usage, payload: &outgoing.payload, ip: None, template };
    Ok(avouch_connectors::message::send(http, factory, &config, &message).await?)
}

/// Social connectors as pages show them: those that are listed, in order, preferring the web.
pub async fn shown(db: &impl Read, targets: &[String]) -> Result<Vec<(Connector, &'static Factory)>> {
    let all = all_social(db).await?;
    let mut shown = Vec::new();
    for wanted in targets {
        for (connector, factory) in &all {
            if target(connector, factory) == *wanted {
                shown.push((connector.clone(), *factory));
            }
        }
    }
    shown.sort_by_key(|(_, factory)| factory.platform == Some(Platform::Native));
    shown.sort_by_key(|(connector, factory)| {
        targets.iter().position(|wanted| *wanted == target(connector, factory)).unwrap_or(usize::MAX)
    });
    Ok(shown)
}
