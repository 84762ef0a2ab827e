//! Roles of machine-to-machine applications.

use avouch_model::applications::{AddedRoles, Application, ApplicationRoles, ApplicationType};
use avouch_model::roles::Role;
use avouch_model::{RoleId, RoleType};
use avouch_store::applications::roles as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Read, Tenant};

use crate::{Error, Result, roles};

async fn machine(db: &impl Read, id: &str) -> Result<Application> {
    let application = super::existing(db, id).await?;
    match application.r#type {
        ApplicationType::MachineToMachine => Ok(application),
        ApplicationType::Native
        | ApplicationType::Spa
        | ApplicationType::Traditional
        | ApplicationType::Protected
        | ApplicationType::Saml => Err(Error::InvalidApplicationType),
    }
}

/// The roles of an application.
pub async fn list(tenant: &Tenant, id: &str, search: &Search, page: Option<Page>) -> Result<Listing<Role>> {
    machine(tenant, id).await?;
    Ok(stored::list(tenant, id, search, page).await?)
}

/// Gives roles; those held already stay.
pub async fn add(tenant: &Tenant, id: &str, input: ApplicationRoles) -> Result<AddedRoles> {
    let tx = tenant.begin().await?;
    let application = machine(&tx, id).await?;
    let wanted = roles::all_own(&tx, input.role_ids.into_iter().map(Into::into).collect()).await?;
    if wanted.iter().any(|role| role.r#type != RoleType::MachineToMachine) {
        return Err(Error::InvalidApplicationRoleType);
    }
    let held = stored::ids(&tx, id).await?;
    let role_ids: Vec<RoleId> = wanted.into_iter().map(|role| role.id).collect();
    let added_role_ids: Vec<RoleId> = role_ids.iter().filter(|role| !held.contains(role)).cloned().collect();
    stored::add(&tx, &application.id, &added_role_ids).await?;
    tx.commit().await?;
    Ok(AddedRoles { role_ids, added_role_ids })
}

/// Makes these the roles of the application. Internal roles, which lists do not show, stay as they are.
pub async fn replace(tenant: &Tenant, id: &str, input: ApplicationRoles) -> Result<()> {
    let tx = tenant.begin().await?;
    let application = machine(&tx, id).await?;
    let wanted = roles::all_own(&tx, input.role_ids.into_iter().map(Into::into).collect()).await?;
    if wanted.iter().any(|role| role.r#type != RoleType::MachineToMachine) {
        return Err(Error::ConstraintViolated);
    }
    let shown = stored::list(&tx, id, &Search::default(), None).await?.rows;
    let wanted: Vec<RoleId> = wanted.into_iter().map(|role| role.id).collect();
    let gone: Vec<RoleId> = shown.into_iter().map(|role| role.id).filter(|role| !wanted.contains(role)).collect();
    stored::remove(&tx, &application.id, &gone).await?;
    stored::add(&tx, &application.id, &wanted).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a role away.
pub async fn remove(tenant: &Tenant, id: &str, role: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let application = machine(&tx, id).await?;
    roles::refuse_taking_internal(&tx, role).await?;
    if stored::remove(&tx, &application.id, &[RoleId::new(role)]).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
