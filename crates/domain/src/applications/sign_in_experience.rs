//! The look of an application's sign-in pages.

use avouch_model::applications::sign_in_experience::{ApplicationSignInExperience, SetApplicationSignInExperience};
use avouch_store::applications::sign_in_experience as stored;
use avouch_store::{Tenant, Value};

use super::existing;
use crate::changes::Changes;
use crate::{Error, Result};

/// The look and whether it is new.
#[derive(Debug)]
pub struct SetOutcome {
    /// The look.
    pub experience: ApplicationSignInExperience,
    /// Whether there was none before.
    pub is_new: bool,
}

fn missing(application: &str) -> Error {
    Error::NotExistsWithId { name: "application_sign_in_experiences", id: application.to_owned() }
}

/// The look, if it was ever set.
pub async fn get(tenant: &Tenant, application: &str) -> Result<ApplicationSignInExperience> {
    existing(tenant, application).await?;
    stored::get(tenant, application).await?.ok_or_else(|| missing(application))
}

/// Sets the look.
pub async fn set(tenant: &Tenant, application: &str, input: SetApplicationSignInExperience) -> Result<SetOutcome> {
    let SetApplicationSignInExperience {
        color,
        branding,
        custom_css,
        terms_of_use_url,
        privacy_policy_url,
        display_name,
    } = input;
    let mut changes = Changes::default();
    changes.set("color", color.as_ref().map(Value::json));
    changes.set("branding", branding.as_ref().map(Value::json));
    changes.patch("custom_css", custom_css);
    changes.patch("terms_of_use_url", terms_of_use_url.map(avouch_shape::Checked::into_inner));
    changes.patch("privacy_policy_url", privacy_policy_url.map(avouch_shape::Checked::into_inner));
    changes.patch("display_name", display_name);
    let tx = tenant.begin().await?;
    existing(&tx, application).await?;
    let is_new = stored::get(&tx, application).await?.is_none();
    if is_new {
        stored::create(&tx, application).await?;
    }
    if let Ok(columns) = changes.some() {
        stored::update(&tx, application, columns).await?;
    }
    let experience = stored::get(&tx, application).await?.ok_or_else(|| missing(application))?;
    tx.commit().await?;
    Ok(SetOutcome { experience, is_new })
}
