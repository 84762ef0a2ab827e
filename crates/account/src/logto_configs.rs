//! Settings of the account about second factors and passkeys.

use avouch_domain::users::logto_configs as settings;
use avouch_domain::{Result, events};
use avouch_model::users::answers::UserSettings;
use avouch_model::users::requests::PasskeySettingsChange;
use avouch_shape::Input;
use avouch_store::users;

use crate::Caller;
use crate::checks::Field;

/// Settings of second factors to change.
#[derive(Debug, Input)]
pub struct OwnMfaSettingsChange {
    /// Whether a second factor is asked for.
    pub enabled: Option<bool>,
    /// Whether the offer to set one up was skipped.
    pub skipped: Option<bool>,
    /// Whether the offer to set up a further one was skipped.
    pub additional_binding_suggestion_skipped: Option<bool>,
    /// Whether sign-in does without one.
    pub skip_mfa_on_sign_in: Option<bool>,
}

/// Settings to change.
#[derive(Debug, Input)]
pub struct OwnSettingsChange {
    /// Of second factors.
    pub mfa: Option<OwnMfaSettingsChange>,
    /// Of passkeys.
    pub passkey_sign_in: Option<PasskeySettingsChange>,
}

/// The settings.
pub async fn get(caller: &Caller) -> Result<UserSettings> {
    caller.need_scope("identities")?;
    caller.need_sight(Field::Passkey)?;
    Ok(settings::shown(&caller.account().await?.logto_config))
}

/// Changes those that the request has.
pub async fn update(caller: &Caller, input: OwnSettingsChange) -> Result<UserSettings> {
    caller.need_proof()?;
    caller.need_scope("identities")?;
    caller.need_first_party()?;
    caller.need_edit(Field::Passkey)?;
    let tx = caller.tenant.begin().await?;
    let mut config = caller.lock(&tx).await?.logto_config;
    if let Some(mfa) = input.mfa {
        let OwnMfaSettingsChange { enabled, skipped, additional_binding_suggestion_skipped, skip_mfa_on_sign_in } = mfa;
        let values = [
            ("enabled", enabled),
            ("skipped", skipped),
            ("additionalBindingSuggestionSkipped", additional_binding_suggestion_skipped),
            ("skipMfaOnSignIn", skip_mfa_on_sign_in),
        ];
        settings::merge(&mut config, settings::MFA, &values);
    }
    if let Some(PasskeySettingsChange { skipped }) = input.passkey_sign_in {
        settings::merge(&mut config, settings::PASSKEYS, &[("skipped", skipped)]);
    }
    users::update(&tx, &caller.user, vec![("logto_config", (&config).into())]).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(settings::shown(&config))
}
