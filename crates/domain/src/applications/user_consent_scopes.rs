//! Scopes that a third-party application may ask users for.

use avouch_model::applications::consent::{AddConsentScopes, ConsentScopeKind, ConsentScopes};
use avouch_model::resources::is_management_indicator;
use avouch_store::applications::user_consent_scopes as stored;
use avouch_store::{Read, Tenant};
use serde_json::json;

use super::{existing, third_party};
use crate::organizations::relations::texts;
use crate::roles::distinct;
use crate::{Error, Result};

/// The scopes that an application may ask for.
pub async fn get(tenant: &Tenant, application: &str) -> Result<ConsentScopes> {
    existing(tenant, application).await?;
    Ok(stored::get(tenant, application).await?)
}

/// Lets a third-party application ask for more scopes.
pub async fn add(tenant: &Tenant, application: &str, input: AddConsentScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    third_party(&tx, application).await?;
    for (kind, scopes) in checked(&tx, input).await? {
        stored::add(&tx, application, kind, &scopes).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The scopes by kind, each of which may be asked for.
pub(crate) async fn checked(db: &impl Read, input: AddConsentScopes) -> Result<[(ConsentScopeKind, Vec<String>); 4]> {
    let AddConsentScopes { organization_scopes, resource_scopes, organization_resource_scopes, user_scopes } = input;
    let ids = |ids: Option<avouch_model::Ids>| distinct(ids.map(texts).unwrap_or_default());
    let organization = ids(organization_scopes);
    let (resource, through_organizations) = (ids(resource_scopes), ids(organization_resource_scopes));
    let user: Vec<String> = user_scopes.unwrap_or_default().iter().map(ToString::to_string).collect();
    check(db, &organization, &resource, &through_organizations).await?;
    Ok([
        (ConsentScopeKind::Organization, organization),
        (ConsentScopeKind::Resource, resource),
        (ConsentScopeKind::OrganizationResource, through_organizations),
        (ConsentScopeKind::User, user),
    ])
}

/// Every scope exists, and none is the Management API's.
async fn check(db: &impl Read, organization: &[String], resource: &[String], through: &[String]) -> Result<()> {
    let known = avouch_store::organization_scopes::existing(db, organization).await?;
    let missing = |wanted: &[String], known: &[String]| {
        wanted.iter().filter(|id| !known.contains(id)).cloned().collect::<Vec<_>>()
    };
    let all = distinct([resource, through].concat());
    let found = avouch_store::resources::scopes::indicators(db, &all).await?;
    let known_scopes: Vec<String> = found.iter().map(|(id, _)| id.to_string()).collect();
    let invalid = [missing(organization, &known), missing(resource, &known_scopes), missing(through, &known_scopes)];
    if invalid.iter().any(|ids| !ids.is_empty()) {
        let [organization, resource, through] = invalid;
        return Err(Error::ConsentScopesNotFound {
            invalid: json!({
                "invalidOrganizationScopes": organization,
                "invalidResourceScopes": resource,
                "invalidOrganizationResourceScopes": through,
            }),
        });
    }
    if found.iter().any(|(_, indicator)| is_management_indicator(indicator)) {
        return Err(Error::ConsentManagementScopes);
    }
    Ok(())
}

/// Takes a scope back.
pub async fn remove(tenant: &Tenant, application: &str, kind: ConsentScopeKind, scope: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    existing(&tx, application).await?;
    if !stored::remove(&tx, application, kind, scope).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
