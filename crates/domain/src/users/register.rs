//! People who register themselves.

use avouch_crypto::password::Hashed;
use avouch_model::hooks::HookEvent;
use avouch_model::users::UserInfo;
use avouch_model::{Json, UserId};
use avouch_shape::JsonObject;
use avouch_store::organizations::{jit, users as members};
use avouch_store::users::{self as stored, NewUser};
use avouch_store::{Tx, Value};
use serde_json::json;

use super::identifiers::{self, Wanted, in_use};
use super::operators;
use super::sso_identities::{self, NewIdentity};
use crate::organizations::relations::refused;
use crate::{Result, events, ids};

/// What a new account is made of.
#[derive(Debug, Default)]
pub struct Registration<'a> {
    /// What it is known by.
    pub wanted: Wanted,
    /// Its password.
    pub password: Option<Hashed>,
    /// Name.
    pub name: Option<String>,
    /// Picture.
    pub avatar: Option<String>,
    /// Claims of the profile.
    pub profile: JsonObject,
    /// Whatever else was asked for.
    pub custom_data: JsonObject,
    /// Identities at social providers, by provider.
    pub identities: JsonObject,
    /// Identity at the provider of an enterprise; people who come from there join its organizations, not those of the
    /// address's domain.
    pub enterprise: Option<NewIdentity<'a>>,
    /// Organizations that it was invited into by its link.
    pub organizations: Vec<String>,
    /// The client through which it comes.
    pub client: Option<&'a str>,
}

/// Adds a user with the default roles, who joins the organizations of the address's domain; answers the identifier.
pub async fn create(tx: &Tx, registration: Registration<'_>) -> Result<UserId> {
    let Registration {
        wanted,
        password,
        name,
        avatar,
        profile,
        custom_data,
        identities,
        enterprise,
        organizations,
        client,
    } = registration;
    let now = tx.now();
    let user = UserInfo {
        id: UserId::new(ids::short()),
        username: wanted.username.clone(),
        primary_email: wanted.email.clone(),
        primary_phone: wanted.phone.as_deref().map(identifiers::normal_phone).transpose()?,
        name,
        avatar,
        custom_data: Json::from(&json!(custom_data)),
        identities: Json::from(&json!({})),
        last_sign_in_at: None,
        created_at: now,
        updated_at: now,
        profile: Json::from(&json!(profile)),
        application_id: None,
        cimd_client_id: None,
        is_suspended: false,
    };
    identifiers::reserve(tx, &wanted).await?;
    identifiers::check_username(tx, &wanted, None).await?;
    identifiers::check_email(tx, &wanted, None).await?;
    identifiers::check_phone(tx, &wanted, None).await?;
    let standing = operators::standing(tx, client).await?;
    let new = NewUser { user, password };
    stored::create(tx, &new).await.map_err(in_use)?;
    let id = new.user.id;
    let config = json!({ "mfa": { "enabled": false } });
    stored::update(tx, id.as_str(), vec![("logto_config", Value::json(&config))]).await?;
    if !identities.is_empty() {
        stored::identities::replace(tx, id.as_str(), &identities).await.map_err(super::identities::in_use)?;
    }
    let defaults = stored::roles::defaults(tx).await?;
    stored::roles::add(tx, &id, &defaults).await?;
    operators::welcome(tx, &id, standing).await?;
    let info = super::info(tx, id.as_str()).await?;
    events::changed(tx, HookEvent::UserCreated, 200, Some(json!(info))).await?;
    let mut joined = organizations;
    if let Some(identity) = enterprise {
        sso_identities::add(tx, &id, identity).await?;
    } else if let Some((_, domain)) = wanted.email.as_deref().and_then(|email| email.rsplit_once('@')) {
        joined.extend(jit::email_domains::organizations(tx, &domain.to_lowercase()).await?);
    }
    join(tx, id.as_str(), joined).await?;
    Ok(id)
}

/// Makes a user a member of organizations, with the roles that they give to whoever comes. Those that are gone are
/// left out.
pub async fn join(tx: &Tx, user: &str, mut organizations: Vec<String>) -> Result<()> {
    organizations.sort();
    organizations.dedup();
    let already = members::memberships(tx, user, &organizations).await?;
    for organization in organizations.iter().filter(|organization| !already.contains(organization)) {
        if avouch_store::organizations::get(tx, organization).await?.is_none() {
            continue;
        }
        let users = [user.to_owned()];
        members::add(tx, organization, &users).await.map_err(refused)?;
        let roles = jit::roles::ids(tx, organization).await?;
        members::roles::add(tx, organization, &users, &roles).await.map_err(refused)?;
        let members = events::Members { added_users: &users, ..events::Members::default() };
        events::membership(tx, organization, members).await?;
    }
    Ok(())
}
