//! The first credential of an operator: a machine-to-machine application that may use the Management API.

use avouch_crypto::Secret;
use avouch_model::applications::{
    Application, ApplicationSecret, ApplicationType, CustomClientMetadata, OidcClientMetadata,
};
use avouch_model::{ApplicationId, Json, TenantId};
use avouch_store::applications::Filter;
use avouch_store::search::{Condition, Mode, Search};
use avouch_store::{Read as _, Tenant, Tx, Work};
use serde_json::json;

use crate::{Error, Result, ids};

/// Name of the role that gives every permission of the Management API.
const ACCESS_ROLE: &str = "Logto Management API access";

/// What an unattended installation brings with it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The identifier that the application shall have.
    pub id: Option<String>,
    /// The secret that it shall have.
    pub secret: Option<Secret>,
}

/// A credential.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The application.
    pub id: ApplicationId,
    /// Its secret.
    pub secret: Secret,
}

/// Makes sure that there is a machine-to-machine application of this name with access to the Management API, and
/// answers its credential. Calling it again answers the same.
pub async fn machine(tenant: &Tenant, name: &str, given: &Given) -> Result<Credential> {
    let tx = tenant.begin().await?;
    // Nodes that start together all come here.
    tx.alone_in(Work::Bootstrap).await?;
    let id = match find(&tx, name, given).await? {
        Some(id) => id,
        None => create(&tx, name, given).await?,
    };
    let secret = secret(&tx, &id, given).await?;
    let role = access_role(&tx).await?;
    avouch_store::applications::roles::add(&tx, &id, &[role]).await?;
    tx.commit().await?;
    Ok(Credential { id, secret })
}

/// The application, by the identifier that was given or by its name.
async fn find(tx: &Tx, name: &str, given: &Given) -> Result<Option<ApplicationId>> {
    if let Some(id) = &given.id {
        let found = avouch_store::applications::get(tx, id).await?;
        return match found {
            Some(application) if application.r#type != ApplicationType::MachineToMachine => {
                Err(Error::InvalidApplicationType)
            }
            found => Ok(found.map(|application| application.id)),
        };
    }
    let by_name = Condition { columns: vec!["name"], mode: Mode::Exact, values: vec![name.to_owned()] };
    let filter = Filter {
        types: vec![ApplicationType::MachineToMachine],
        search: Search { conditions: vec![by_name], all: true, case_sensitive: true },
        ..Filter::default()
    };
    let found = avouch_store::applications::list(tx, &filter, None).await?;
    Ok(found.rows.into_iter().next_back().map(|application| application.id))
}

async fn create(tx: &Tx, name: &str, given: &Given) -> Result<ApplicationId> {
    let application = Application {
        tenant_id: tx.id().clone(),
        id: ApplicationId::new(given.id.clone().unwrap_or_else(ids::standard)),
        name: name.to_owned(),
        secret: None,
        description: Some("Made by `avouch bootstrap`.".to_owned()),
        r#type: ApplicationType::MachineToMachine,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Json::from(&json!({})),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: tx.now(),
    };
    crate::applications::insert(tx, &application).await?;
    Ok(application.id)
}

/// The secret that was given, or one that works, or a new one.
async fn secret(tx: &Tx, id: &ApplicationId, given: &Given) -> Result<Secret> {
    let now = tx.now();
    let mut working = avouch_store::applications::secrets::list(tx, id.as_str()).await?;
    working.retain(|secret| secret.expires_at.is_none_or(|at| at > now));
    let wanted = match &given.secret {
        Some(secret) if working.iter().any(|known| secret.matches(&known.value)) => return Ok(secret.clone()),
        Some(secret) => secret.clone(),
        None => match working.into_iter().next() {
            Some(secret) => return Ok(Secret::new(secret.value)),
            None => Secret::new(ids::secret()),
        },
    };
    let row = ApplicationSecret {
        tenant_id: tx.id().clone(),
        application_id: id.clone(),
        name: format!("Bootstrap {}", ids::standard()),
        value: wanted.expose().to_owned(),
        created_at: now,
        expires_at: None,
    };
    avouch_store::applications::secrets::create(tx, &row).await?;
    Ok(wanted)
}

async fn access_role(tx: &Tx) -> Result<avouch_model::RoleId> {
    let name = if *tx.id() == TenantId::admin() { "machine:mapi:admin" } else { ACCESS_ROLE };
    let role = avouch_store::roles::by_name(tx, name).await?;
    role.map(|role| role.id).ok_or(Error::NotExists { name: "role that opens the Management API" })
}
