//! Users.

pub mod context;
pub mod custom_data;
pub mod export;
pub mod grants;
pub mod identifiers;
pub mod identities;
pub mod import;
pub mod is_suspended;
pub mod logto_configs;
pub mod mfa_verifications;
mod operators;
pub mod passkeys;
pub mod password;
pub mod personal_access_tokens;
pub mod profile;
pub mod register;
pub mod roles;
pub mod sessions;
pub mod sso_identities;
pub mod trusted_devices;

use avouch_crypto::password::Hashed;
use avouch_model::hooks::HookEvent;
use avouch_model::users::requests::{CreateUser, ListUsers, ShowUser, UpdateUser};
use avouch_model::users::{PasswordHash, UserInfo, UserProfile};
use avouch_model::{Json, UserId};
use avouch_store::search::Search;
use avouch_store::users as stored;
use avouch_store::users::{Account, NewUser};
use avouch_store::{Listing, Page, Read, Tenant, Tx, Value};
use serde_json::json;

use crate::changes::{Changes, non_empty};
use crate::passwords::Passwords;
use crate::{Error, Result, ids};

pub use identifiers::in_use;

/// A page of the users who pass the filter, newest first; also whether there are more than were counted.
pub async fn list(
    tenant: &Tenant,
    query: ListUsers,
    search: Search,
    page: Page,
) -> Result<(Listing<UserProfile>, bool)> {
    let ListUsers { exclude_role_id, exclude_organization_id, include_password_hash } = query;
    if exclude_role_id.is_some() && exclude_organization_id.is_some() {
        let details = "use `excludeRoleId` or `excludeOrganizationId`, not both.".to_owned();
        return Err(Error::InvalidInput { details });
    }
    let filter =
        stored::Filter { exclude_role: exclude_role_id, exclude_organization: exclude_organization_id, search };
    let is_searched = !filter.search.is_empty();
    let mut listing = stored::list(tenant, &filter, Some(page)).await?;
    if include_password_hash.0 {
        show_hashes(tenant, &mut listing.rows).await?;
    }
    let is_capped = is_searched && listing.total.is_some_and(|total| total >= stored::MOST_COUNTED);
    Ok((listing, is_capped))
}

async fn show_hashes(db: &impl Read, users: &mut [UserProfile]) -> Result<()> {
    let ids: Vec<String> = users.iter().map(|profile| profile.user.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (id, hashed) in stored::password_hashes(db, &ids).await? {
        let hash = PasswordHash {
            algorithm: hashed.as_ref().map(|hashed| hashed.algorithm),
            digest: hashed.map(|hashed| hashed.digest),
        };
        if let Some(profile) = users.iter_mut().find(|profile| profile.user.id == id) {
            profile.password_hash = Some(hash);
        }
    }
    Ok(())
}

/// One user.
pub async fn get(db: &impl Read, id: &str, show: &ShowUser) -> Result<UserProfile> {
    let mut profile = profile_of(db, id).await?;
    if show.include_sso_identities.0 {
        profile.sso_identities = Some(stored::identities::sso(db, id).await?);
    }
    if show.include_password_hash.0 {
        show_hashes(db, std::slice::from_mut(&mut profile)).await?;
    }
    Ok(profile)
}

/// One user as administrators see it.
pub(crate) async fn profile_of(db: &impl Read, id: &str) -> Result<UserProfile> {
    stored::get(db, id).await?.ok_or(Error::NotFound)
}

/// One user.
pub(crate) async fn info(db: &impl Read, id: &str) -> Result<UserInfo> {
    Ok(profile_of(db, id).await?.user)
}

/// One user with what only sign-in needs.
pub(crate) async fn account(db: &impl Read, id: &str) -> Result<Account> {
    stored::account(db, id).await?.ok_or(Error::NotFound)
}

/// Adds a user, who gets the default roles.
pub async fn create(tenant: &Tenant, passwords: &Passwords, input: CreateUser) -> Result<UserProfile> {
    let candidate = Candidate::new(tenant, passwords, input).await?;
    let tx = tenant.begin().await?;
    let profile = candidate.add(&tx).await?;
    tx.commit().await?;
    Ok(profile)
}

/// A user who may be added, if nobody has the user name, address and number by then.
#[derive(Debug)]
struct Candidate {
    wanted: identifiers::Wanted,
    new: NewUser,
}

impl Candidate {
    async fn new(tenant: &Tenant, passwords: &Passwords, input: CreateUser) -> Result<Self> {
        let CreateUser {
            primary_phone,
            primary_email,
            username,
            password,
            password_digest,
            password_algorithm,
            name,
            avatar,
            custom_data,
            profile,
        } = input;
        let imported = match (password_digest, password_algorithm) {
            (Some(_), _) if password.is_some() => return Err(Error::PasswordAndDigest),
            (Some(_), None) => return Err(Error::PasswordAlgorithmRequired),
            (Some(digest), Some(algorithm)) => Some(Hashed { algorithm, digest: digest.into_inner() }),
            (None, _) => None,
        };
        let wanted = identifiers::Wanted {
            username: username.map(avouch_shape::Checked::into_inner),
            email: primary_email.map(avouch_shape::Checked::into_inner),
            phone: primary_phone.map(avouch_shape::Checked::into_inner),
        };
        let valid = imported.as_ref().map_or(Ok(()), avouch_crypto::password::check_import).map_err(password::legacy);
        let phone = wanted.phone.as_deref().map(identifiers::normal_phone).transpose();
        // What is in use is said first, and before a password is hashed: that takes milliseconds.
        if valid.is_err() || phone.is_err() || password.is_some() {
            identifiers::check_new(tenant, &wanted).await?;
        }
        valid?;
        let phone = phone?;
        let hashed = match password {
            Some(password) => Some(passwords.hash(password.into_inner()).await?),
            None => imported,
        };
        let now = tenant.now();
        let user = UserInfo {
            id: UserId::new(ids::short()),
            username: wanted.username.clone().and_then(non_empty),
            primary_email: wanted.email.clone().and_then(non_empty),
            primary_phone: phone,
            name: name.and_then(non_empty),
            avatar: avatar.into_option().map(avouch_shape::Checked::into_inner).and_then(non_empty),
            custom_data: Json::from(&json!(custom_data.unwrap_or_default())),
            identities: Json::from(&json!({})),
            last_sign_in_at: None,
            created_at: now,
            updated_at: now,
            profile: Json::from(&json!(profile.unwrap_or_default())),
            application_id: None,
            cimd_client_id: None,
            is_suspended: false,
        };
        Ok(Self { wanted, new: NewUser { user, password: hashed } })
    }

    /// Adds the user with the default roles, and tells of it.
    async fn add(self, tx: &Tx) -> Result<UserProfile> {
        let Self { wanted, new } = self;
        identifiers::reserve(tx, &wanted).await?;
        identifiers::check_new(tx, &wanted).await?;
        stored::create(tx, &new).await.map_err(in_use)?;
        let defaults = stored::roles::defaults(tx).await?;
        stored::roles::add(tx, &new.user.id, &defaults).await?;
        let NewUser { user, password } = new;
        let profile = UserProfile {
            user,
            has_password: password.is_some(),
            has_security_verification_method: None,
            sso_identities: None,
            password_hash: None,
        };
        crate::events::changed(tx, HookEvent::UserCreated, 200, Some(json!(profile))).await?;
        Ok(profile)
    }
}

/// Changes a user.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateUser) -> Result<UserProfile> {
    let tx = tenant.begin().await?;
    let profile = update_in(&tx, id, input).await?;
    tx.commit().await?;
    Ok(profile)
}

/// Changes a user with whatever else the transaction does.
pub async fn update_in(tx: &Tx, id: &str, input: UpdateUser) -> Result<UserProfile> {
    let UpdateUser { username, primary_email, primary_phone, name, avatar, custom_data, profile } = input;
    let text = |value: &str| non_empty(value.to_owned());
    let wanted = identifiers::Wanted {
        username: username.as_value().and_then(|username| text(username)),
        email: primary_email.as_value().and_then(|email| text(email)),
        phone: primary_phone.as_value().and_then(|phone| text(phone)),
    };
    let mut changes = Changes::default();
    changes.patch("username", username.map(avouch_shape::Checked::into_inner));
    changes.patch("primary_email", primary_email.map(avouch_shape::Checked::into_inner));
    changes.patch("name", name);
    changes.patch("avatar", avatar.map(avouch_shape::Checked::into_inner));
    changes.set("custom_data", custom_data.as_ref());
    changes.set("profile", profile.as_ref().map(Value::json));
    info(tx, id).await?;
    identifiers::reserve(tx, &wanted).await?;
    identifiers::check_email(tx, &wanted, Some(id)).await?;
    identifiers::check_phone(tx, &wanted, Some(id)).await?;
    identifiers::check_username(tx, &wanted, Some(id)).await?;
    if primary_phone.is_present() {
        let normal = wanted.phone.as_deref().map(identifiers::normal_phone).transpose()?;
        changes.set("primary_phone", Some(Value::from(normal)));
    }
    stored::update(tx, id, changes.some()?).await.map_err(in_use)?;
    let profile = profile_of(tx, id).await?;
    crate::events::changed(tx, HookEvent::UserDataUpdated, 200, Some(serde_json::json!(profile))).await?;
    Ok(profile)
}

/// Removes a user with everything that is the user's. Nobody removes themselves.
pub async fn delete(tenant: &Tenant, id: &str, caller: &str) -> Result<()> {
    if id == caller {
        return Err(Error::CannotDeleteSelf);
    }
    let tx = tenant.begin().await?;
    let data = serde_json::json!(info(&tx, id).await?);
    avouch_store::oidc_model_instances::revoke_user(&tx, id).await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::UserDeleted, 204, Some(data)).await?;
    tx.commit().await?;
    Ok(())
}
