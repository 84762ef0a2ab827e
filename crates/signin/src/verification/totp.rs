//! One-time passwords by time (RFC 6238).

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_shape::{Input, Text};
use avouch_store::{Tenant, Value, users};
use totp_rs::{Algorithm, Builder, Secret};

use super::{Made, identified, new_id};
use crate::state::Record;
use crate::{State, settings};
use avouch_domain::sentinel::{self, Guess};

/// A code of an authenticator app.
#[derive(Debug, Input)]
pub struct TotpProof {
    /// Code.
    pub code: Text<1, 16>,
}

/// The step of a code: this moment's, or one beside it. Nothing if it is of none.
fn step_of(key: &str, code: &str, now: i64) -> Option<i64> {
    let secret = Secret::try_from_base32(key).ok()?;
    let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_secret(secret).with_skew(1).build_noncompliant();
    i64::try_from(totp.check(code, now.unsigned_abs())?).ok()
}

/// Checks the code against the user's authenticator app. No code works twice.
pub async fn verify(tenant: &Tenant, state: &mut State, input: &TotpProof) -> Result<Made> {
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
    state.record(Record::Totp { id: id.clone(), user_id: user, verified: true });
    Ok(Made { verification_id: id })
}
