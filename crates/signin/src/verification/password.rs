//! A password of an account.

use avouch_domain::passwords::Passwords;
use avouch_domain::users::password::renew;
use avouch_domain::{Error, Result};
use avouch_shape::{Input, Text};
use avouch_store::Tenant;
use avouch_store::users::Account;
use serde_json::Value;

use super::{Made, holder, new_id};
use crate::actions::post_first_factor_verification as action;
use crate::record::Record;
use crate::settings::Settings;
use crate::{Identifier, State, Surroundings, settings};
use avouch_domain::sentinel::{self, Guess};

const DAY: i64 = 86_400_000;

/// An identifier with a password.
#[derive(Input)]
pub struct PasswordProof {
    /// Whose password it is.
    pub identifier: Identifier,
    /// Password.
    pub password: Text<1, 4096>,
}

impl std::fmt::Debug for PasswordProof {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PasswordProof").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// Checks the password. An unknown user takes as long as a wrong password. Where it is wrong, the tenant's script may
/// know better.
pub async fn verify(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    passwords: &Passwords,
    state: &mut State,
    input: PasswordProof,
) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let PasswordProof { identifier, password } = input;
    let account = holder(tenant, &identifier).await?;
    let hashed = account.as_ref().and_then(|account| account.password.clone());
    let password = password.into_inner();
    let is_right = passwords.verify(password.clone(), hashed).await?;
    let verdict = if is_right {
        Ok(None)
    } else {
        action::judge(tenant, around, state, (&identifier, &password), account.as_ref()).await
    };
    let passes = is_right || matches!(verdict, Ok(Some(_)));
    sentinel::note(tenant, &settings.sentinel_policy, Guess::Password, &identifier.value, passes).await?;
    let account = match verdict? {
        Some(verdict) => {
            let given = (&identifier, password.clone());
            action::take_over(tenant, around, passwords, given, (&verdict, account)).await?
        }
        None => account.filter(|_| is_right).ok_or(Error::InvalidCredentials)?,
    };
    if account.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    refuse_expired(tenant, &settings, &account)?;
    renew(tenant, passwords, &account, password).await?;
    let id = new_id();
    state.record(Record::Password { id: id.clone(), identifier, verified: true });
    Ok(Made { verification_id: id })
}

/// A password that is too old has to be recovered, though it was right.
fn refuse_expired(tenant: &Tenant, settings: &Settings, account: &Account) -> Result<()> {
    let policy = &settings.password_expiration;
    if policy.get("enabled").and_then(Value::as_bool) != Some(true) {
        return Ok(());
    }
    let days = policy.get("validPeriodDays").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let enabled_at = policy.get("enabledAt").and_then(Value::as_i64);
    let since = account.password_updated_at.map(avouch_model::Timestamp::millis).or(enabled_at);
    let since = since.unwrap_or(account.user.created_at.millis());
    let is_old = tenant.now().millis() >= since.saturating_add(days.saturating_mul(DAY));
    if is_old || account.is_password_expired { Err(Error::PasswordExpired) } else { Ok(()) }
}
