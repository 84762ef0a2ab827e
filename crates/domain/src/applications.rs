//! Applications.

pub mod access_control;
pub mod custom_data;
pub mod legacy_secret;
pub mod organizations;
pub mod protected_app_metadata;
pub mod roles;
pub mod secrets;
pub mod sign_in_experience;
pub mod user_consent_scopes;
pub mod users;

use avouch_model::applications::{
    Application, ApplicationDetails, ApplicationSecret, ApplicationType, CreateApplication, CustomClientMetadata,
    OidcClientMetadata, UpdateApplication,
};
use avouch_model::roles::INTERNAL_ADMIN;
use avouch_model::{ApplicationId, Json, TenantId, Timestamp};
use avouch_shape::Patch;
use avouch_store::applications::{Filter, INTERNAL_SECRET};
use avouch_store::{Listing, Page, Read as _, Tenant, Tx, Value};
use serde_json::json;

use crate::{Error, Result, ids};

/// Name of the secret that a new confidential application gets.
const DEFAULT_SECRET: &str = "Default secret";

/// The applications that pass a filter, newest first.
pub async fn list(tenant: &Tenant, filter: &Filter, page: Option<Page>) -> Result<Listing<Application>> {
    if filter.exclude_role.is_some() && filter.exclude_organization.is_some() {
        let details = "use `excludeRoleId` or `excludeOrganizationId`, not both.".to_owned();
        return Err(Error::InvalidInput { details });
    }
    Ok(avouch_store::applications::list(tenant, filter, page).await?.map(as_shown))
}

/// SAML applications keep their redirect URI to themselves.
fn as_shown(mut application: Application) -> Application {
    if application.r#type == ApplicationType::Saml {
        application.oidc_client_metadata = OidcClientMetadata::default();
    }
    application
}

/// One application, built-in ones included.
pub async fn get(tenant: &Tenant, id: &str) -> Result<ApplicationDetails> {
    if let Some(application) = built_in(tenant.id(), id) {
        return Ok(ApplicationDetails { application, is_admin: false });
    }
    let application = existing(tenant, id).await?;
    let is_admin = avouch_store::applications::roles::holds(tenant, id, INTERNAL_ADMIN).await?;
    Ok(ApplicationDetails { application, is_admin })
}

/// An application of the database, or the error that it is not there.
pub(crate) async fn existing(db: &impl avouch_store::Read, id: &str) -> Result<Application> {
    let found = avouch_store::applications::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "applications", id: id.to_owned() })
}

/// A third-party application, or the error that it is none.
pub(crate) async fn third_party(db: &impl avouch_store::Read, id: &str) -> Result<Application> {
    let application = existing(db, id).await?;
    if application.is_third_party { Ok(application) } else { Err(Error::ThirdPartyOnly) }
}

/// Applications that every tenant has without a row.
pub fn built_in(tenant: &TenantId, id: &str) -> Option<Application> {
    let (name, description, kind) = match id {
        "demo-app" => ("Live Preview", "Shows the sign-in pages as they are now.", ApplicationType::Spa),
        "account-center" => ("Account Center", "Where users manage their account.", ApplicationType::Spa),
        "device-demo-app" => ("Device Flow Preview", "Shows the device flow as it is now.", ApplicationType::Native),
        _ => return None,
    };
    let is_device = kind == ApplicationType::Native;
    let custom = CustomClientMetadata {
        is_device_flow: is_device.then_some(true),
        always_issue_refresh_token: (id == "account-center").then_some(true),
        ..CustomClientMetadata::default()
    };
    Some(Application {
        tenant_id: tenant.clone(),
        id: ApplicationId::new(id),
        name: name.to_owned(),
        secret: Some("N/A".to_owned()),
        description: Some(description.to_owned()),
        r#type: kind,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: custom,
        protected_app_metadata: None,
        custom_data: Json::from(&json!({})),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: Timestamp::EPOCH,
    })
}

/// Adds an application; a confidential one gets its first secret.
/// A protected one lives below `domain`, where the operator's proxy answers.
pub async fn create(tenant: &Tenant, domain: Option<&str>, input: CreateApplication) -> Result<Application> {
    check_new(&input)?;
    let protected = protected_app_metadata::of_new(domain, &input)?;
    let mut oidc_client_metadata = input.oidc_client_metadata.unwrap_or_default();
    if let Some(protected) = &protected {
        oidc_client_metadata = protected_app_metadata::with_host(OidcClientMetadata::default(), &protected.host);
    }
    let now = tenant.now();
    let application = Application {
        tenant_id: tenant.id().clone(),
        id: ApplicationId::new(ids::standard()),
        name: input.name.into_inner(),
        secret: None,
        description: non_empty(input.description),
        r#type: input.r#type,
        oidc_client_metadata,
        custom_client_metadata: input.custom_client_metadata.unwrap_or_default(),
        protected_app_metadata: protected.map(|protected| Json::from(&json!(protected))),
        custom_data: Json::from(&json!(input.custom_data.unwrap_or_default())),
        is_third_party: input.is_third_party.unwrap_or(false),
        app_level_access_control_enabled: false,
        created_at: now,
    };
    let tx = tenant.begin().await?;
    insert(&tx, &application).await?;
    tx.commit().await?;
    Ok(application)
}

/// Inserts an application with its first secret, if its type has secrets.
pub(crate) async fn insert(tx: &Tx, application: &Application) -> Result<Option<ApplicationSecret>> {
    let hidden = format!("{INTERNAL_SECRET}{}", ids::secret());
    avouch_store::applications::create(tx, application, &hidden).await.map_err(protected_app_metadata::in_use)?;
    if !application.r#type.has_secrets() {
        return Ok(None);
    }
    let secret = ApplicationSecret {
        tenant_id: application.tenant_id.clone(),
        application_id: application.id.clone(),
        name: DEFAULT_SECRET.to_owned(),
        value: ids::secret(),
        created_at: application.created_at,
        expires_at: None,
    };
    avouch_store::applications::secrets::create(tx, &secret).await?;
    Ok(Some(secret))
}

fn check_new(input: &CreateApplication) -> Result<()> {
    let custom = input.custom_client_metadata.as_ref();
    if input.r#type == ApplicationType::Saml {
        return Err(Error::UseSamlApi);
    }
    if is_device_flow(custom) && input.r#type != ApplicationType::Native {
        return Err(Error::DeviceFlowNativeOnly);
    }
    if input.r#type == ApplicationType::Protected && input.protected_app_metadata.is_none() {
        return Err(Error::ProtectedMetadataRequired);
    }
    check_third_party(input.is_third_party.unwrap_or(false), input.r#type, custom)
}

fn check_third_party(third_party: bool, kind: ApplicationType, custom: Option<&CustomClientMetadata>) -> Result<()> {
    if !third_party {
        return Ok(());
    }
    match kind {
        ApplicationType::Traditional | ApplicationType::Spa | ApplicationType::Native => {}
        ApplicationType::MachineToMachine | ApplicationType::Protected | ApplicationType::Saml => {
            return Err(Error::InvalidThirdPartyType);
        }
    }
    if custom.and_then(|custom| custom.allow_token_exchange).unwrap_or(false) {
        return Err(Error::ThirdPartyTokenExchange);
    }
    Ok(())
}

fn is_device_flow(custom: Option<&CustomClientMetadata>) -> bool {
    custom.and_then(|custom| custom.is_device_flow).unwrap_or(false)
}

/// Changes an application. An empty change answers the application as it is.
pub async fn update(tenant: &Tenant, domain: Option<&str>, id: &str, input: UpdateApplication) -> Result<Application> {
    let UpdateApplication {
        name,
        description,
        oidc_client_metadata,
        custom_client_metadata,
        custom_data,
        app_level_access_control_enabled,
        is_admin,
        protected_app_metadata,
    } = input;
    let tx = tenant.begin().await?;
    let current = existing(&tx, id).await?;
    if current.r#type == ApplicationType::Saml {
        return Err(Error::UseSamlApi);
    }
    check_access_control(&tx, id, app_level_access_control_enabled).await?;
    check_third_party(current.is_third_party, current.r#type, custom_client_metadata.as_ref())?;
    check_device_flow(&current, custom_client_metadata.as_ref())?;
    set_admin(&tx, &current, is_admin).await?;
    let protected = protected_app_metadata::changed(domain, &current, &protected_app_metadata)?;

    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(name) = name {
        columns.push(("name", name.into_inner().into()));
    }
    if description.is_present() {
        columns.push(("description", non_empty(description).into()));
    }
    if let Some(metadata) = oidc_client_metadata {
        columns.push(("oidc_client_metadata", Value::from(&json!(metadata))));
    }
    if let Some(metadata) = custom_client_metadata {
        columns.push(("custom_client_metadata", Value::from(&json!(metadata))));
    }
    if let Some(metadata) = &protected {
        columns.push(("protected_app_metadata", metadata.into()));
    }
    if let Some(data) = custom_data {
        columns.push(("custom_data", Value::from(&data)));
    }
    if let Some(enabled) = app_level_access_control_enabled {
        columns.push(("app_level_access_control_enabled", enabled.into()));
    }
    if !columns.is_empty() {
        avouch_store::applications::update(&tx, &current.id, columns).await?;
    }
    let updated = existing(&tx, id).await?;
    tx.commit().await?;
    Ok(updated)
}

pub(crate) async fn check_access_control(tx: &Tx, id: &str, enabled: Option<bool>) -> Result<()> {
    if enabled == Some(true) && !avouch_store::applications::access_control::has_rules(tx, id).await? {
        let details = "add a rule before access control is enabled, or nobody could use the application.".to_owned();
        return Err(Error::UnprocessableInput { details });
    }
    Ok(())
}

fn check_device_flow(current: &Application, custom: Option<&CustomClientMetadata>) -> Result<()> {
    match custom {
        Some(custom) if is_device_flow(Some(custom)) != is_device_flow(Some(&current.custom_client_metadata)) => {
            Err(Error::DeviceFlowNotChangeable)
        }
        Some(_) | None => Ok(()),
    }
}

/// Gives or takes the internal role that opens the Management API.
async fn set_admin(tx: &Tx, application: &Application, is_admin: Option<bool>) -> Result<()> {
    let Some(is_admin) = is_admin else { return Ok(()) };
    if *tx.id() == TenantId::admin() {
        return Ok(());
    }
    let role = avouch_store::roles::by_name(tx, INTERNAL_ADMIN).await?.ok_or(Error::InternalRoleMissing)?;
    if is_admin {
        avouch_store::applications::roles::add(tx, &application.id, &[role.id]).await?;
    } else {
        avouch_store::applications::roles::remove(tx, &application.id, &[role.id]).await?;
    }
    Ok(())
}

/// Removes an application with all that hangs on it.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let application = existing(&tx, id).await?;
    if application.r#type == ApplicationType::Saml {
        return Err(Error::UseSamlApi);
    }
    let domains = application.protected_app_metadata.as_ref().and_then(Json::object);
    let domains = domains.and_then(|metadata| metadata.get("customDomains")?.as_array().map(Vec::len));
    if application.r#type == ApplicationType::Protected && domains.is_some_and(|count| count > 0) {
        return Err(Error::DeleteCustomDomainsFirst);
    }
    avouch_store::applications::delete(&tx, &application.id).await?;
    tx.commit().await?;
    Ok(())
}

/// An empty text is no text.
pub(crate) fn non_empty(text: Patch<String>) -> Option<String> {
    text.into_option().filter(|text| !text.is_empty())
}
