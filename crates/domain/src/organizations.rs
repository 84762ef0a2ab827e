//! Organizations.

pub mod applications;
pub mod jit;
pub(crate) mod relations;
pub mod users;

use avouch_model::hooks::HookEvent;
use avouch_model::organizations::{CreateOrganization, FeaturedOrganization, Organization, UpdateOrganization};
use avouch_model::{Json, OrganizationId};
use avouch_store::organizations as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Read, Tenant, Value};
use serde_json::json;

use crate::changes::{Changes, text};
use crate::{Error, Result, ids};

/// The organizations that match, with some of their members where that is asked for.
pub async fn list(
    tenant: &Tenant,
    search: &Search,
    featured: bool,
    page: Option<Page>,
) -> Result<Listing<FeaturedOrganization>> {
    let found = stored::list(tenant, search, page).await?;
    if featured {
        return Ok(stored::featured(tenant, found).await?);
    }
    Ok(found.map(|organization| FeaturedOrganization { organization, users_count: None, featured_users: None }))
}

/// One organization.
pub async fn get(db: &impl Read, id: &str) -> Result<Organization> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "organizations", id: id.to_owned() })
}

/// Adds an organization.
pub async fn create(tenant: &Tenant, input: CreateOrganization) -> Result<Organization> {
    let CreateOrganization {
        tenant_id: _,
        name,
        description,
        custom_data,
        is_mfa_required,
        is_trusted_device_allowed,
        color,
        branding,
        custom_css,
        created_at: _,
    } = input;
    let organization = Organization {
        tenant_id: tenant.id().clone(),
        id: OrganizationId::new(ids::short()),
        name: name.into_inner(),
        description: text(description),
        custom_data: Json::from(&json!(custom_data.unwrap_or_default())),
        is_mfa_required: is_mfa_required.unwrap_or(false),
        is_trusted_device_allowed: is_trusted_device_allowed.unwrap_or(true),
        color: Json::from(&json!(color.unwrap_or_default())),
        branding: Json::from(&json!(branding.unwrap_or_default())),
        custom_css: text(custom_css),
        created_at: tenant.now(),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &organization).await?;
    crate::events::changed(&tx, HookEvent::OrganizationCreated, 201, Some(serde_json::json!(organization))).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Changes an organization.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateOrganization) -> Result<Organization> {
    let UpdateOrganization {
        id: _,
        tenant_id: _,
        name,
        description,
        custom_data,
        is_mfa_required,
        is_trusted_device_allowed,
        color,
        branding,
        custom_css,
        created_at: _,
    } = input;
    let mut changes = Changes::default();
    changes.set("name", name.map(avouch_shape::Text::into_inner));
    changes.patch("description", description);
    changes.set("custom_data", custom_data.as_ref());
    changes.set("is_mfa_required", is_mfa_required);
    changes.set("is_trusted_device_allowed", is_trusted_device_allowed);
    changes.set("color", color.as_ref().map(Value::json));
    changes.set("branding", branding.as_ref().map(Value::json));
    let is_look_changed = color.is_some() || branding.is_some() || custom_css.is_present();
    changes.patch("custom_css", custom_css);
    let tx = tenant.begin().await?;
    if is_look_changed {
        avouch_store::sign_in_experiences::changed(&tx);
    }
    if !stored::update(&tx, id, changes.some()?).await? {
        return Err(Error::NotExists { name: "organization" });
    }
    let organization = get(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::OrganizationDataUpdated, 200, Some(serde_json::json!(organization))).await?;
    tx.commit().await?;
    Ok(organization)
}

/// Removes an organization with all memberships.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    avouch_store::sign_in_experiences::changed(&tx);
    crate::events::changed(&tx, HookEvent::OrganizationDeleted, 204, None).await?;
    tx.commit().await?;
    Ok(())
}
