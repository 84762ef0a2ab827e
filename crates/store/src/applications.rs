//! Applications, and the clients that the provider makes of them.

pub mod access_control;
pub mod consent_organizations;
pub mod roles;
pub mod secrets;
pub mod sign_in_experience;
pub mod user_consent_scopes;

use std::sync::Arc;

use avouch_crypto::Secret;
use avouch_model::applications::{Application, ApplicationSecret, ApplicationType};
use avouch_model::{ApplicationId, Json, RoleId, TenantId};

use crate::changes::{Change, Changes};
use crate::column::Parsed;
use crate::row::{Columns, FromRow, Row};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Cache, Read, Result, Tenant, Tx, params, scope};

/// What the hidden secret of an application begins with: it is never shown and never matches.
pub const INTERNAL_SECRET: &str = "#internal:";

impl FromRow for Application {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let secret: String = row.get(3)?;
        Ok(Self {
            tenant_id: row.get(0)?,
            id: row.get(1)?,
            name: row.get(2)?,
            secret: Some(secret).filter(|secret| !secret.is_empty() && !secret.starts_with(INTERNAL_SECRET)),
            description: row.get(4)?,
            r#type: row.get(5)?,
            oidc_client_metadata: row.get::<Parsed<_>>(6)?.0,
            custom_client_metadata: row.get::<Parsed<_>>(7)?.0,
            protected_app_metadata: row.get(8)?,
            custom_data: row.get(9)?,
            is_third_party: row.get(10)?,
            app_level_access_control_enabled: row.get(11)?,
            created_at: row.get(12)?,
        })
    }
}

impl Columns for Application {
    const NAMES: &'static [&'static str] = &[
        "tenant_id",
        "id",
        "name",
        "secret",
        "description",
        "type",
        "oidc_client_metadata",
        "custom_client_metadata",
        "protected_app_metadata",
        "custom_data",
        "is_third_party",
        "app_level_access_control_enabled",
        "created_at",
    ];
}

/// Name of the index that keeps host names of protected applications apart.
pub const UNIQUE_HOST: &str = "applications__protected_app_metadata_host";

/// Name of the index that keeps custom domains of protected applications apart.
pub const UNIQUE_DOMAIN: &str = "applications__protected_app_metadata_custom_domain";

/// Which applications to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Kinds; all if empty.
    pub types: Vec<ApplicationType>,
    /// Leave out those that hold this role.
    pub exclude_role: Option<String>,
    /// Leave out members of this organization.
    pub exclude_organization: Option<String>,
    /// Only third-party, or only first-party ones.
    pub third_party: Option<bool>,
    /// Search by identifier, name and description.
    pub search: Search,
}

/// The applications that pass the filter, newest first.
pub async fn list(db: &impl Read, filter: &Filter, page: Option<Page>) -> Result<Listing<Application>> {
    let mut from = Sql::new("from applications a where a.tenant_id = $1");
    if !filter.types.is_empty() {
        // The cast lets one parameter serve an enumeration's column.
        from.push_with(" and a.type::text = any({})", crate::texts(filter.types.iter().map(|kind| kind.as_str())));
    }
    if let Some(third_party) = filter.third_party {
        from.push_with(" and a.is_third_party = {}", third_party);
    }
    if let Some(role) = &filter.exclude_role {
        let held = " and not exists (select 1 from applications_roles h where h.tenant_id = $1 and h.application_id = a.id and h.role_id = {})";
        from.push_with(held, role);
    }
    if let Some(organization) = &filter.exclude_organization {
        let member = " and not exists (select 1 from organization_application_relations m \
                      where m.tenant_id = $1 and m.application_id = a.id and m.organization_id = {})";
        from.push_with(member, organization);
    }
    filter.search.apply(&mut from, "a", scope::dialect(db));
    db.list(Application::columns("a"), from, "a.created_at desc, a.id desc", page).await
}

/// One application.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Application>> {
    let sql = format!("select {} from applications a where a.tenant_id = $1 and a.id = $2", Application::columns("a"));
    db.first(sql.into(), params![id]).await
}

/// The kinds of several applications, for those that exist.
pub async fn types(db: &impl Read, ids: &[String]) -> Result<Vec<(ApplicationId, ApplicationType)>> {
    db.fetch("select id, type from applications where tenant_id = $1 and id = any($2)".into(), params![ids.to_vec()])
        .await
}

/// Adds an application, with a hidden secret that nobody learns.
pub async fn create(tx: &Tx, application: &Application, hidden_secret: &str) -> Result<()> {
    let metadata = serde_json::json!(application.oidc_client_metadata);
    let custom = serde_json::json!(application.custom_client_metadata);
    tx.execute(
        "insert into applications (tenant_id, id, name, secret, description, type, oidc_client_metadata, \
         custom_client_metadata, protected_app_metadata, custom_data, is_third_party, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            .into(),
        params![
            &application.id,
            &application.name,
            hidden_secret,
            application.description.clone(),
            application.r#type,
            &metadata,
            &custom,
            application.protected_app_metadata.as_ref(),
            &application.custom_data,
            application.is_third_party,
            application.created_at,
        ],
    )
    .await?;
    changed(tx, &application.id);
    Ok(())
}

/// Writes the changed columns of an application; answers whether it exists.
pub async fn update(tx: &Tx, id: &ApplicationId, columns: Vec<(&'static str, crate::Value)>) -> Result<bool> {
    let mut sql = Sql::new("update applications set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    if !sql.sets_something() {
        return tx.exists("select 1::bigint from applications where tenant_id = $1 and id = $2", params![id]).await;
    }
    sql.push_with(" where tenant_id = $1 and id = {}", id);
    changed(tx, id);
    Ok(tx.run(sql).await? > 0)
}

/// The custom data of an application, held until the transaction ends.
pub async fn custom_data(tx: &Tx, id: &str) -> Result<Option<Json>> {
    let sql = "select custom_data from applications where tenant_id = $1 and id = $2 for update";
    Ok(tx.first::<(Json,)>(sql.into(), params![id]).await?.map(|(data,)| data))
}

/// Removes an application and all that hangs on it; answers whether it existed.
pub async fn delete(tx: &Tx, id: &ApplicationId) -> Result<bool> {
    changed(tx, id);
    Ok(tx.execute("delete from applications where tenant_id = $1 and id = $2".into(), params![id]).await? > 0)
}

pub(crate) fn changed(tx: &Tx, id: &ApplicationId) {
    tx.changed(Change::Application(Read::id(tx).clone(), id.clone()));
}

/// An application as the provider needs it for every token.
#[derive(Debug)]
pub struct Client {
    /// The row.
    pub application: Application,
    /// The secret from before secrets had names; hidden ones never match.
    pub legacy_secret: Option<Secret>,
    /// Secrets.
    pub secrets: Vec<ClientSecret>,
    /// Machine-to-machine roles.
    pub role_ids: Vec<RoleId>,
}

/// A secret of a client.
#[derive(Debug)]
pub struct ClientSecret {
    /// Name.
    pub name: String,
    /// The secret.
    pub value: Secret,
    /// When it stops to work.
    pub expires_at: Option<avouch_model::Timestamp>,
}

impl From<ApplicationSecret> for ClientSecret {
    fn from(secret: ApplicationSecret) -> Self {
        Self { name: secret.name, value: Secret::new(secret.value), expires_at: secret.expires_at }
    }
}

pub(crate) type ClientCache = Cache<(TenantId, ApplicationId), Client>;

pub(crate) fn client_cache(changes: &Changes) -> ClientCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::Application(tenant, id) => Some((tenant.clone(), id.clone())),
        _ => None,
    })
}

/// A client, from the cache.
pub async fn client(tenant: &Tenant, id: &ApplicationId) -> Result<Option<Arc<Client>>> {
    tenant.caches().clients.get((Read::id(tenant).clone(), id.clone()), load(tenant, id)).await
}

async fn load(tenant: &Tenant, id: &ApplicationId) -> Result<Option<Client>> {
    let Some(application) = get(tenant, id.as_str()).await? else { return Ok(None) };
    let secrets = secrets::list(tenant, id.as_str()).await?;
    let role_ids = roles::ids(tenant, id.as_str()).await?;
    Ok(Some(Client {
        legacy_secret: application.secret.clone().map(Secret::new),
        application,
        secrets: secrets.into_iter().map(Into::into).collect(),
        role_ids,
    }))
}
