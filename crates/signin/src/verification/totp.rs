//! One-time passwords by time (RFC 6238).

use avouch_domain::users::mfa_verifications::totp::step_of;
use avouch_domain::users::mfa_verifications::{self, new_totp_secret};
use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_shape::{Describe, Input, Text};
use avouch_store::{Tenant, Value, users};
use serde::Serialize;

use super::{Made, identified, new_id};
use crate::record::Record;
use crate::{State, settings};
use avouch_domain::sentinel::{self, Guess};

/// A code of an authenticator app.
#[derive(Debug, Input)]
pub struct TotpProof {
    /// Code.
    pub code: Text<1, 256>,
    /// The app that is being set up; the user's own one unless given.
    pub verification_id: Option<String>,
}

/// An authenticator app to be set up.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct NewSecret {
    /// The verification.
    pub verification_id: String,
    /// Shared secret in base32.
    pub secret: String,
    /// The same as a picture.
    pub secret_qr_code: String,
}

/// Makes a secret for a new authenticator app; `issuer` is how the app calls the server.
pub async fn create(tenant: &Tenant, state: &mut State, issuer: &str) -> Result<NewSecret> {
    let account = identified(tenant, state).await?;
    let secret = new_totp_secret();
    let picture = mfa_verifications::qr_code(&account.user, issuer, &secret).unwrap_or_default();
    let id = new_id();
    let user_id = account.user.id.to_string();
    state.record(Record::Totp { id: id.clone(), user_id, secret: Some(secret.clone()), verified: false });
    Ok(NewSecret { verification_id: id, secret, secret_qr_code: picture })
}

/// Checks a code of an app that is being set up.
fn verify_new(tenant: &Tenant, state: &mut State, id: &str, code: &str) -> Result<Made> {
    let record = state.find(id).cloned().ok_or(Error::VerificationNotFound)?;
    let Record::Totp { id, user_id, secret: Some(secret), .. } = record else {
        return Err(Error::VerificationNotFound);
    };
    if state.user_id.as_ref() != Some(&user_id) {
        return Err(Error::IdentityConflict);
    }
    if step_of(&secret, code, tenant.now().seconds()).is_none() {
        return Err(Error::InvalidTotp);
    }
    state.record(Record::Totp { id: id.clone(), user_id, secret: Some(secret), verified: true });
    Ok(Made { verification_id: id })
}

/// Checks the code against the user's authenticator app. No code works twice.
pub async fn verify(tenant: &Tenant, state: &mut State, input: &TotpProof) -> Result<Made> {
    if let Some(id) = &input.verification_id {
        return verify_new(tenant, state, id, &input.code);
    }
    let settings = settings::load(tenant).await?;
    let account = identified(tenant, state).await?;
    let user = account.user.id.to_string();
    let now = tenant.now();
    let tx = tenant.begin().await?;
    // Read again under the transaction, so that the same code twice at once works once.
    let mut factors = users::lock_factors(&tx, &user).await?;
    let mut is_right = false;
    for factor in &mut factors {
        if let Factor::Totp { key, last_used_at, last_used_time_step, .. } = factor
            && let Some(step) = step_of(key, &input.code, now.seconds())
            && last_used_time_step.is_none_or(|last| step > last)
        {
            *last_used_time_step = Some(step);
            *last_used_at = now.iso();
            is_right = true;
        }
    }
    if is_right {
        users::update(&tx, &user, vec![("mfa_verifications", Value::json(&factors))]).await?;
    }
    tx.commit().await?;
    sentinel::note(tenant, &settings.sentinel_policy, Guess::Totp, &user, is_right).await?;
    if !is_right {
        return Err(Error::InvalidTotp);
    }
    let id = new_id();
    state.record(Record::Totp { id: id.clone(), user_id: user, secret: None, verified: true });
    Ok(Made { verification_id: id })
}
