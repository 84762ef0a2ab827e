//! Applications that hold a role.

use avouch_model::applications::{Application, ApplicationType};
use avouch_model::roles::RoleApplications;
use avouch_model::{ApplicationId, RoleType};
use avouch_store::roles::applications as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant};

use super::{distinct, get, own};
use crate::{Error, Result};

/// The applications that hold a role, newest first.
pub async fn list(tenant: &Tenant, role: &str, search: &Search, page: Option<Page>) -> Result<Listing<Application>> {
    get(tenant, role).await?;
    Ok(stored::list(tenant, role, search, page).await?)
}

/// Gives a role to applications that do not hold it.
pub async fn add(tenant: &Tenant, role: &str, input: RoleApplications) -> Result<()> {
    let tx = tenant.begin().await?;
    let role = own(&tx, role).await?;
    let applications = distinct(input.application_ids.into_iter().map(Into::into).collect());
    if let Some(holder) = stored::holders(&tx, role.id.as_str(), &applications).await?.first() {
        return Err(Error::RoleApplicationExists { id: holder.to_string() });
    }
    let types = avouch_store::applications::types(&tx, &applications).await?;
    let missing = applications.iter().find(|id| !types.iter().any(|(found, _)| found.as_str() == id.as_str()));
    if let Some(id) = missing {
        return Err(Error::NotExistsWithId { name: "applications", id: id.clone() });
    }
    let machines_only = types.iter().all(|(_, kind)| *kind == ApplicationType::MachineToMachine);
    if role.r#type != RoleType::MachineToMachine || !machines_only {
        return Err(Error::ConstraintViolated);
    }
    stored::add(&tx, &role.id, &applications).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a role from an application.
pub async fn remove(tenant: &Tenant, role: &str, application: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    own(&tx, role).await?;
    if !stored::remove(&tx, role, &ApplicationId::new(application)).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
