//! Personal access tokens: long-lived secrets that token exchange takes.

use avouch_crypto::{Alphabet, random_text};
use avouch_model::Timestamp;
use avouch_model::UserId;
use avouch_model::users::answers::PersonalAccessToken;
use avouch_model::users::requests::CreatePersonalAccessToken;
use avouch_store::users::personal_access_tokens as stored;
use avouch_store::{Read as _, Tenant};

use crate::{Error, Result};

fn name_exists(error: avouch_store::Error) -> Error {
    if error.is_unique(stored::UNIQUE_NAME) { Error::TokenNameExists } else { Error::Store(error) }
}

/// The tokens of a user.
pub async fn list(tenant: &Tenant, user: &str) -> Result<Vec<PersonalAccessToken>> {
    Ok(stored::list(tenant, user).await?)
}

/// Makes a token.
pub async fn create(tenant: &Tenant, user: &str, input: CreatePersonalAccessToken) -> Result<PersonalAccessToken> {
    let now = tenant.now();
    let expires_at = input.expires_at.into_option().map(|at| Timestamp::from_millis(at.get()));
    if expires_at.is_some_and(|expiry| expiry <= now) {
        return Err(Error::InvalidInput { details: "`expiresAt` must be in the future.".to_owned() });
    }
    let token = PersonalAccessToken {
        tenant_id: tenant.id().clone(),
        user_id: UserId::new(user),
        name: input.name.into_inner(),
        value: format!("pat_{}", random_text(Alphabet::Alphanumeric, 32)),
        created_at: now,
        expires_at,
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &token).await.map_err(name_exists)?;
    tx.commit().await?;
    Ok(token)
}

/// Gives a token a new name.
pub async fn rename(tenant: &Tenant, user: &str, name: &str, new: &str) -> Result<PersonalAccessToken> {
    let tx = tenant.begin().await?;
    if !stored::rename(&tx, user, name, new).await.map_err(name_exists)? {
        return Err(Error::NotExists { name: "personal access token" });
    }
    let token = stored::get(&tx, user, new).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(token)
}

/// Removes a token.
pub async fn delete(tenant: &Tenant, user: &str, name: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, user, name).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
