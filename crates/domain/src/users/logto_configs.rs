//! Settings of a user about multi-factor authentication and passkeys.

use avouch_model::users::answers::{MfaSettings, PasskeySettings, UserSettings};
use avouch_model::users::requests::{MfaSettingsChange, PasskeySettingsChange, UserSettingsChange};
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use serde_json::{Value, json};

use crate::Result;

/// Name of the settings of second factors.
pub const MFA: &str = "mfa";
/// Name of the settings of passkeys.
pub const PASSKEYS: &str = "passkey_sign_in";

/// Settings as they are shown.
pub fn shown(config: &JsonObject) -> UserSettings {
    let flag = |group: &str, name: &str| config.get(group).and_then(|group| group.get(name)?.as_bool());
    UserSettings {
        mfa: MfaSettings {
            enabled: flag(MFA, "enabled"),
            skipped: flag(MFA, "skipped").unwrap_or(false),
            skip_mfa_on_sign_in: flag(MFA, "skipMfaOnSignIn").unwrap_or(false),
        },
        passkey_sign_in: PasskeySettings { skipped: flag(PASSKEYS, "skipped").unwrap_or(false) },
    }
}

/// The settings of a user.
pub async fn get(tenant: &Tenant, user: &str) -> Result<UserSettings> {
    Ok(shown(&super::account(tenant, user).await?.logto_config))
}

/// Changes those that the request has.
pub async fn update(tenant: &Tenant, user: &str, input: UserSettingsChange) -> Result<UserSettings> {
    let tx = tenant.begin().await?;
    let mut config = super::account(&tx, user).await?.logto_config;
    if let Some(MfaSettingsChange { enabled, skipped, skip_mfa_on_sign_in }) = input.mfa {
        let values = [("enabled", enabled), ("skipped", skipped), ("skipMfaOnSignIn", skip_mfa_on_sign_in)];
        merge(&mut config, MFA, &values);
    }
    if let Some(PasskeySettingsChange { skipped }) = input.passkey_sign_in {
        merge(&mut config, PASSKEYS, &[("skipped", skipped)]);
    }
    avouch_store::users::update(&tx, user, vec![("logto_config", (&config).into())]).await?;
    crate::events::user_changed(&tx, user).await?;
    tx.commit().await?;
    Ok(shown(&config))
}

/// Sets those of a group that have a value.
pub fn merge(config: &mut JsonObject, group: &str, values: &[(&str, Option<bool>)]) {
    let group = config.entry(group).or_insert_with(|| json!({}));
    if !group.is_object() {
        *group = json!({});
    }
    if let Value::Object(members) = group {
        members.extend(values.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.into()))));
    }
}
