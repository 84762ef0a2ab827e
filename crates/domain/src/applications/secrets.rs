//! Secrets of applications.

use avouch_model::Timestamp;
use avouch_model::applications::{ApplicationSecret, CreateSecret, UpdateSecret};
use avouch_store::applications::secrets as stored;
use avouch_store::{Read as _, Tenant};

use crate::{Error, Result, ids};

/// The secrets of an application, oldest first.
pub async fn list(tenant: &Tenant, application: &str) -> Result<Vec<ApplicationSecret>> {
    super::existing(tenant, application).await?;
    Ok(stored::list(tenant, application).await?)
}

/// Adds a secret.
pub async fn create(tenant: &Tenant, application: &str, input: CreateSecret) -> Result<ApplicationSecret> {
    let CreateSecret { name, expires_at } = input;
    let now = tenant.now();
    let expires_at = expires_at.into_option().map(|at| Timestamp::from_millis(at.get()));
    if expires_at.is_some_and(|at| at <= now) {
        return Err(Error::InvalidInput { details: "`expiresAt` must be in the future.".to_owned() });
    }
    let tx = tenant.begin().await?;
    let application = super::existing(&tx, application).await?;
    if !application.r#type.has_secrets() {
        return Err(Error::ConstraintViolated);
    }
    let secret = ApplicationSecret {
        tenant_id: tenant.id().clone(),
        application_id: application.id,
        name: name.into_inner(),
        value: ids::secret(),
        created_at: now,
        expires_at,
    };
    stored::create(&tx, &secret).await.map_err(|error| name_exists(error, &secret.name))?;
    tx.commit().await?;
    Ok(secret)
}

/// Renames a secret.
pub async fn update(tenant: &Tenant, application: &str, name: &str, input: UpdateSecret) -> Result<ApplicationSecret> {
    let new_name = input.name.into_inner();
    let tx = tenant.begin().await?;
    let id = avouch_model::ApplicationId::new(application);
    let renamed = stored::rename(&tx, &id, name, &new_name).await.map_err(|error| name_exists(error, &new_name))?;
    if !renamed {
        return Err(Error::NotExists { name: "secret" });
    }
    let secret = stored::get(&tx, application, &new_name).await?.ok_or(Error::NotExists { name: "secret" })?;
    tx.commit().await?;
    Ok(secret)
}

/// Removes a secret: it stops to work at once, on every node.
pub async fn delete(tenant: &Tenant, application: &str, name: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, &avouch_model::ApplicationId::new(application), name).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

fn name_exists(error: avouch_store::Error, name: &str) -> Error {
    if error.is_unique(stored::UNIQUE_NAME) {
        return Error::SecretNameExists { name: name.to_owned() };
    }
    Error::Store(error)
}
