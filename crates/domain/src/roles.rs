//! Tenant-level roles.

pub mod applications;
pub mod scopes;
pub mod users;

use avouch_model::hooks::HookEvent;
use avouch_model::roles::{CreateRole, INTERNAL_PREFIX, Role, RoleWithHolders, UpdateRole};
use avouch_model::{RoleId, RoleType};
use avouch_store::roles as stored;
use avouch_store::{Listing, Page, Read, Tenant, Value};

use crate::{Error, Result, ids};

/// The roles that pass a filter, with their holders.
pub async fn list(tenant: &Tenant, filter: &stored::Filter, page: Option<Page>) -> Result<Listing<RoleWithHolders>> {
    Ok(stored::list(tenant, filter, page).await?)
}

/// One role.
pub async fn get(db: &impl Read, id: &str) -> Result<Role> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "roles", id: id.to_owned() })
}

/// A role that may be changed, given and taken.
pub(crate) async fn own(db: &impl Read, id: &str) -> Result<Role> {
    let role = get(db, id).await?;
    refuse_internal(&role.name)?;
    Ok(role)
}

/// Refuses the name of a role that is the server's own.
fn refuse_internal(name: &str) -> Result<()> {
    if name.starts_with(INTERNAL_PREFIX) { Err(Error::InternalRole) } else { Ok(()) }
}

/// Refuses to take away a role that is the server's own; one that is not there is nobody's.
pub(crate) async fn refuse_taking_internal(db: &impl Read, id: &str) -> Result<()> {
    stored::get(db, id).await?.map_or(Ok(()), |role| refuse_internal(&role.name))
}

/// Several roles that may be given, each once, in the order of the request; an unknown one is an error.
pub(crate) async fn all_own(db: &impl Read, ids: Vec<String>) -> Result<Vec<Role>> {
    let ids = distinct(ids);
    let found = stored::existing(db, &ids).await?;
    found.iter().try_for_each(|role| refuse_internal(&role.name))?;
    ids.into_iter()
        .map(|id| {
            let role = found.iter().find(|role| role.id.as_str() == id).cloned();
            role.ok_or(Error::NotExistsWithId { name: "roles", id })
        })
        .collect()
}

/// Each text once, in order.
pub(crate) fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts.into_iter().filter(|text| seen.insert(text.clone())).collect()
}

/// Adds a role, with its first scopes: both or neither.
pub async fn create(tenant: &Tenant, input: CreateRole) -> Result<Role> {
    let CreateRole { tenant_id: _, name, description, r#type, is_default, scope_ids } = input;
    let role = Role {
        tenant_id: tenant.id().clone(),
        id: RoleId::new(ids::standard()),
        name: name.into_inner(),
        description: description.into_inner(),
        r#type: r#type.unwrap_or(RoleType::User),
        is_default: is_default.unwrap_or(false),
    };
    refuse_internal(&role.name)?;
    let tx = tenant.begin().await?;
    stored::create(&tx, &role).await.map_err(|error| name_in_use(error, &role.name))?;
    if let Some(scope_ids) = scope_ids {
        let wanted = distinct(scope_ids.into_iter().map(Into::into).collect());
        let granted = scopes::grantable(&tx, &role, wanted).await?;
        stored::scopes::add(&tx, &role.id, &granted).await?;
        let data = scopes::all(&tx, &role).await?;
        let id = ("roleId", role.id.as_str());
        crate::events::granted(&tx, HookEvent::RoleScopesUpdated, 200, id, Some(serde_json::json!(data))).await?;
    }
    crate::events::changed(&tx, HookEvent::RoleCreated, 200, Some(serde_json::json!(role))).await?;
    tx.commit().await?;
    Ok(role)
}

/// Changes a role.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateRole) -> Result<Role> {
    let UpdateRole { tenant_id: _, name, description, is_default } = input;
    let tx = tenant.begin().await?;
    own(&tx, id).await?;
    name.as_deref().map_or(Ok(()), refuse_internal)?;
    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    let new_name = name.map(avouch_shape::Text::into_inner);
    if let Some(name) = &new_name {
        columns.push(("name", name.into()));
    }
    if let Some(description) = description {
        columns.push(("description", description.into_inner().into()));
    }
    if let Some(is_default) = is_default {
        columns.push(("is_default", is_default.into()));
    }
    if columns.is_empty() {
        return Err(Error::NothingToChange);
    }
    let name = new_name.unwrap_or_default();
    stored::update(&tx, id, columns).await.map_err(|error| name_in_use(error, &name))?;
    let role = get(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::RoleDataUpdated, 200, Some(serde_json::json!(role))).await?;
    tx.commit().await?;
    Ok(role)
}

/// Removes a role and takes it from everyone.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let role = own(&tx, id).await?;
    stored::delete(&tx, &role.id).await?;
    crate::events::changed(&tx, HookEvent::RoleDeleted, 204, None).await?;
    tx.commit().await?;
    Ok(())
}

fn name_in_use(error: avouch_store::Error, name: &str) -> Error {
    if error.is_unique(stored::UNIQUE_NAME) {
        return Error::RoleNameInUse { name: name.to_owned() };
    }
    Error::Store(error)
}
