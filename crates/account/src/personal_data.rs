//! All that is kept about a user, to be taken along (GDPR articles 15 and 20). Secrets are not part of it.

use avouch_domain::Result;
use avouch_domain::users::{grants, logto_configs, sessions};
use avouch_model::Timestamp;
use avouch_model::users::answers::UserSettings;
use avouch_model::users::mfa::{Factor, ShownFactor};
use avouch_model::users::sessions::{UserGrant, UserSession};
use avouch_model::users::{SsoIdentity, UserInfo};
use avouch_shape::Describe;
use avouch_store::search::Search;
use avouch_store::users::{identities, personal_access_tokens, roles};
use avouch_store::{Tenant, organizations};
use serde::Serialize;

use crate::Caller;

/// A token says nothing of what lies beyond its scope, so it needs all of them.
const SCOPES: [&str; 7] =
    ["profile", "email", "phone", "address", "custom_data", "identities", "urn:logto:scope:sessions"];

/// A role by identifier and name.
#[derive(Debug, Serialize, Describe)]
pub struct OwnRole {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// An organization that the user is a member of.
#[derive(Debug, Serialize, Describe)]
pub struct OwnOrganization {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Names of the user's roles there.
    pub roles: Vec<String>,
}

/// A personal access token without its value.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnToken {
    /// Name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops to work.
    pub expires_at: Option<Timestamp>,
}

/// All that is kept about a user.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct PersonalData {
    /// The user.
    pub user: UserInfo,
    /// Whether a password is set.
    pub has_password: bool,
    /// Identities at providers of enterprises.
    pub sso_identities: Vec<SsoIdentity>,
    /// Second factors, without their secrets.
    pub mfa_verifications: Vec<ShownFactor>,
    /// Settings about second factors and passkeys.
    pub settings: UserSettings,
    /// Roles.
    pub roles: Vec<OwnRole>,
    /// Organizations.
    pub organizations: Vec<OwnOrganization>,
    /// Browsers in which the user is signed in.
    pub sessions: Vec<UserSession>,
    /// What the user granted to applications.
    pub grants: Vec<UserGrant>,
    /// Personal access tokens, without their values.
    pub personal_access_tokens: Vec<OwnToken>,
}

/// All that is kept, whatever the tenant shows otherwise: people have a right to it.
pub async fn get(caller: &Caller) -> Result<PersonalData> {
    caller.need_proof()?;
    for scope in SCOPES {
        caller.need_scope(scope)?;
    }
    caller.need_first_party()?;
    let (tenant, id) = (&caller.tenant, caller.user.as_str());
    let account = caller.account().await?;
    Ok(PersonalData {
        has_password: account.password.is_some(),
        sso_identities: identities::sso(tenant, id).await?,
        mfa_verifications: account.factors.iter().map(Factor::shown).collect(),
        settings: logto_configs::shown(&account.logto_config),
        roles: own_roles(tenant, id).await?,
        organizations: own_organizations(tenant, id).await?,
        sessions: sessions::list(tenant, id).await?.sessions,
        grants: grants::list(tenant, id, None).await?.grants,
        personal_access_tokens: own_tokens(tenant, id).await?,
        user: account.user,
    })
}

async fn own_roles(tenant: &Tenant, user: &str) -> Result<Vec<OwnRole>> {
    let found = roles::list(tenant, user, &Search::default(), None).await?.rows;
    Ok(found.into_iter().map(|role| OwnRole { id: role.id.to_string(), name: role.name }).collect())
}

async fn own_organizations(tenant: &Tenant, user: &str) -> Result<Vec<OwnOrganization>> {
    let found = organizations::users::organizations(tenant, user).await?;
    let own = found.into_iter().map(|one| OwnOrganization {
        id: one.organization.id.to_string(),
        name: one.organization.name,
        roles: one.organization_roles.into_iter().map(|role| role.name).collect(),
    });
    Ok(own.collect())
}

async fn own_tokens(tenant: &Tenant, user: &str) -> Result<Vec<OwnToken>> {
    let found = personal_access_tokens::list(tenant, user).await?;
    let own = found.into_iter().map(|one| OwnToken {
        name: one.name,
        created_at: one.created_at,
        expires_at: one.expires_at,
    });
    Ok(own.collect())
}
