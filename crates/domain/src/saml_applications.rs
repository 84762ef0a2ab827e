//! SAML applications: service providers that people sign in to with this server as their identity provider.

pub mod callback;
pub mod metadata;
pub mod secrets;

use avouch_model::applications::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata};
use avouch_model::saml_applications::{
    AcsUrl, Binding, CreateSamlApplication, Encryption, NameIdFormat, SamlApplication, SamlConfig,
    UpdateSamlApplication,
};
use avouch_model::{ApplicationId, Json, RedirectUri};
use avouch_shape::Patch;
use avouch_store::{Read as _, Tenant, Tx, Value, applications as rows, saml_applications as stored};
use serde_json::json;
use url::Url;

use crate::{Error, Result, applications, ids};

/// Years for which the first certificate is good.
const FIRST_YEARS: i64 = 3;

/// One application.
pub async fn get(tenant: &Tenant, id: &str) -> Result<SamlApplication> {
    let application = existing(tenant, id).await?;
    shown(tenant, application).await
}

/// An application of this kind, or the error that it is none.
pub(crate) async fn existing(db: &impl avouch_store::Read, id: &str) -> Result<Application> {
    let application = applications::existing(db, id).await?;
    if application.r#type == ApplicationType::Saml { Ok(application) } else { Err(Error::SamlOnly) }
}

/// What is kept of it beside its row.
pub(crate) async fn config(db: &impl avouch_store::Read, id: &str) -> Result<SamlConfig> {
    stored::get(db, id).await?.ok_or_else(|| Error::NotExistsWithId { name: "applications", id: id.to_owned() })
}

async fn shown(db: &impl avouch_store::Read, application: Application) -> Result<SamlApplication> {
    let config = config(db, application.id.as_str()).await?;
    Ok(SamlApplication {
        tenant_id: application.tenant_id,
        id: application.id,
        name: application.name,
        description: application.description,
        r#type: application.r#type,
        custom_data: application.custom_data,
        is_third_party: application.is_third_party,
        app_level_access_control_enabled: application.app_level_access_control_enabled,
        created_at: application.created_at,
        config,
    })
}

/// What an application calls this server, which has a name for each.
pub(crate) fn entity_id(endpoint: &str, id: &str) -> String {
    format!("{endpoint}/saml/{id}")
}

/// Where the provider sends people back to.
pub(crate) fn callback(endpoint: &str, id: &str) -> String {
    format!("{endpoint}/api/saml-applications/{id}/callback")
}

/// Adds an application, with its first certificate.
pub async fn create(tenant: &Tenant, endpoint: &str, input: CreateSamlApplication) -> Result<SamlApplication> {
    let CreateSamlApplication {
        name,
        description,
        custom_data,
        attribute_mapping,
        entity_id,
        acs_url,
        encryption,
        name_id_format,
    } = input;
    let acs_url = acs_url.into_option();
    if acs_url.as_ref().is_some_and(|url| url.binding != Binding::Post) {
        return Err(Error::SamlAcsBinding);
    }
    check(acs_url.as_ref(), encryption.as_value())?;
    let id = ApplicationId::new(ids::standard());
    let redirect_uri = json!(callback(endpoint, id.as_str()));
    let redirect_uri: RedirectUri = serde_json::from_value(redirect_uri).map_err(|_| Error::ConstraintViolated)?;
    let application = Application {
        tenant_id: tenant.id().clone(),
        id,
        name: name.into_inner(),
        secret: None,
        description: applications::non_empty(description),
        r#type: ApplicationType::Saml,
        oidc_client_metadata: OidcClientMetadata { redirect_uris: vec![redirect_uri], ..OidcClientMetadata::default() },
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Json::from(&json!(custom_data.unwrap_or_default())),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: tenant.now(),
    };
    let config = SamlConfig {
        attribute_mapping: Json::from(&json!(attribute_mapping.unwrap_or_default())),
        entity_id: non_empty(entity_id.into_option().map(Into::into)),
        acs_url: acs_url.map(|url| Json::from(&json!(url))),
        encryption: encryption.into_option().map(|encryption| Json::from(&json!(encryption))),
        name_id_format: name_id_format.unwrap_or(NameIdFormat::Persistent).urn().to_owned(),
    };
    // Before the transaction: a key takes a moment.
    let mut secret = secrets::generate(tenant.now(), FIRST_YEARS).await?;
    secret.active = true;
    let tx = tenant.begin().await?;
    applications::insert(&tx, &application).await?;
    stored::create(&tx, &application.id, &config).await?;
    stored::secrets::create(&tx, application.id.as_str(), &secret).await?;
    let created = shown(&tx, application).await?;
    tx.commit().await?;
    Ok(created)
}

fn non_empty(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn check(acs_url: Option<&AcsUrl>, encryption: Option<&Encryption>) -> Result<()> {
    let is_web = |url: &AcsUrl| Url::parse(&url.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if acs_url.is_some_and(|url| !is_web(url)) {
        return Err(Error::SamlAcsScheme);
    }
    let certificate = encryption.and_then(|encryption| encryption.0.certificate.as_deref());
    if certificate.is_some_and(|pem| !avouch_saml::idp::fits_encryption(pem)) {
        return Err(Error::SamlCertificate);
    }
    Ok(())
}

/// Changes an application.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateSamlApplication) -> Result<SamlApplication> {
    let UpdateSamlApplication {
        name,
        description,
        custom_data,
        app_level_access_control_enabled,
        attribute_mapping,
        entity_id,
        acs_url,
        encryption,
        name_id_format,
    } = input;
    let tx = tenant.begin().await?;
    let application = existing(&tx, id).await?;
    check(acs_url.as_value(), encryption.as_value())?;
    applications::check_access_control(&tx, id, app_level_access_control_enabled).await?;

    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(name) = name {
        columns.push(("name", name.into_inner().into()));
    }
    if description.is_present() {
        columns.push(("description", applications::non_empty(description).into()));
    }
    if let Some(custom_data) = custom_data {
        let kept = rows::custom_data(&tx, id).await?;
        let mut data = kept.and_then(|data| data.object()).unwrap_or_default();
        data.extend(custom_data);
        columns.push(("custom_data", Value::from(&data)));
    }
    if let Some(enabled) = app_level_access_control_enabled {
        columns.push(("app_level_access_control_enabled", enabled.into()));
    }
    if !columns.is_empty() {
        rows::update(&tx, &application.id, columns).await?;
    }

    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(mapping) = attribute_mapping {
        columns.push(("attribute_mapping", Value::from(&json!(mapping))));
    }
    if entity_id.is_present() {
        columns.push(("entity_id", non_empty(entity_id.into_option().map(Into::into)).into()));
    }
    if acs_url.is_present() {
        columns.push(("acs_url", nullable(acs_url)));
    }
    if encryption.is_present() {
        columns.push(("encryption", nullable(encryption)));
    }
    if let Some(format) = name_id_format {
        columns.push(("name_id_format", format.urn().to_owned().into()));
    }
    stored::update(&tx, &application.id, columns).await?;
    finish(tx, id).await
}

async fn finish(tx: Tx, id: &str) -> Result<SamlApplication> {
    let updated = existing(&tx, id).await?;
    let updated = shown(&tx, updated).await?;
    tx.commit().await?;
    Ok(updated)
}

fn nullable(value: Patch<impl serde::Serialize>) -> Value {
    value.into_option().map(|value| Json::from(&json!(value))).as_ref().into()
}

/// Removes an application with all that hangs on it.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let application = existing(&tx, id).await?;
    rows::delete(&tx, &application.id).await?;
    tx.commit().await?;
    Ok(())
}
