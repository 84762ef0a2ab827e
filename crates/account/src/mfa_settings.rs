//! Whether the user's sign-in does without a second factor.

use avouch_domain::users::logto_configs;
use avouch_domain::{Result, events};
use avouch_shape::{Describe, Input};
use avouch_store::users;
use serde::Serialize;

use crate::Caller;
use crate::checks::Field;

/// Settings of second factors.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnMfaSettings {
    /// Whether sign-in does without one.
    pub skip_mfa_on_sign_in: bool,
}

/// What to change of them.
#[derive(Debug, Input)]
pub struct UpdateMfaSettings {
    /// Whether sign-in does without one.
    pub skip_mfa_on_sign_in: bool,
}

/// The settings.
pub async fn get(caller: &Caller) -> Result<OwnMfaSettings> {
    caller.need_scope("identities")?;
    caller.need_sight(Field::Mfa)?;
    let settings = logto_configs::shown(&caller.account().await?.logto_config);
    Ok(OwnMfaSettings { skip_mfa_on_sign_in: settings.mfa.skip_mfa_on_sign_in })
}

/// Changes them.
pub async fn update(caller: &Caller, input: &UpdateMfaSettings) -> Result<OwnMfaSettings> {
    caller.need_proof()?;
    caller.need_scope("identities")?;
    caller.need_first_party()?;
    caller.need_edit(Field::Mfa)?;
    let skips = input.skip_mfa_on_sign_in;
    let tx = caller.tenant.begin().await?;
    let mut config = caller.lock(&tx).await?.logto_config;
    logto_configs::merge(&mut config, logto_configs::MFA, &[("skipMfaOnSignIn", Some(skips))]);
    users::update(&tx, &caller.user, vec![("logto_config", (&config).into())]).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(OwnMfaSettings { skip_mfa_on_sign_in: skips })
}
