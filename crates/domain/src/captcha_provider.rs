//! Who checks that a person is a person.

pub mod check;

use avouch_model::captcha_provider::{CaptchaProvider, SetCaptchaProvider};
use avouch_store::captcha_provider as stored;
use avouch_store::{Read, Tenant, sign_in_experiences};
use serde_json::json;

use crate::{Error, Result, ids};

/// The tenant's provider.
pub async fn get(db: &impl Read) -> Result<CaptchaProvider> {
    stored::get(db).await?.ok_or(Error::NotFound)
}

/// Sets the tenant's provider.
pub async fn replace(tenant: &Tenant, input: SetCaptchaProvider) -> Result<CaptchaProvider> {
    let tx = tenant.begin().await?;
    stored::replace(&tx, &ids::standard(), &json!(input.config)).await?;
    sign_in_experiences::changed(&tx);
    let provider = get(&tx).await?;
    tx.commit().await?;
    Ok(provider)
}

/// Removes the tenant's provider; nobody is asked to solve a captcha any more.
pub async fn delete(tenant: &Tenant) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::delete(&tx).await?;
    let policy = json!({ "enabled": false });
    sign_in_experiences::update(&tx, vec![("captcha_policy", (&policy).into())]).await?;
    tx.commit().await?;
    Ok(())
}
