//! Passkeys of the account.

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;

use super::{enable, has_factor, write};
use crate::records::{self, Record};
use crate::{Caller, settings};

/// Passkeys are a second factor, or sign in by themselves.
pub(super) async fn need_enabled(caller: &Caller) -> Result<()> {
    let settings = settings::load(&caller.tenant).await?;
    let signs_in = settings::policy(&settings.passkey_sign_in).get("enabled").and_then(serde_json::Value::as_bool);
    if signs_in == Some(true) || has_factor(caller, "WebAuthn").await? {
        return Ok(());
    }
    Err(Error::MfaFactorNotEnabled)
}

/// Keeps a passkey that a verification of this user made; once, however often the verification is shown.
pub(super) async fn create(caller: &Caller, verification: &str, name: Option<String>) -> Result<()> {
    let record = match records::find(&caller.tenant, verification).await? {
        Record::WebAuthn(record) if record.verified && record.user_id == caller.user => record,
        _ => return Err(Error::RecordNotFound),
    };
    let made = record.registration_info.ok_or(Error::RecordNotFound)?.named(name);
    let is_factor = has_factor(caller, "WebAuthn").await?;
    let tx = caller.tenant.begin().await?;
    let mut account = caller.lock(&tx).await?;
    let is_kept = |factor: &Factor| matches!(factor, Factor::WebAuthn { credential_id, .. } if *credential_id == made.credential_id);
    if account.factors.iter().any(is_kept) {
        return Ok(());
    }
    account.factors.push(made.into_factor(tx.now().iso().unwrap_or_default()));
    if is_factor {
        enable(caller, &tx, account).await?;
    } else {
        // A passkey that only signs in asks for no second factor.
        write(caller, &tx, &account.factors).await?;
    }
    tx.commit().await?;
    Ok(())
}
