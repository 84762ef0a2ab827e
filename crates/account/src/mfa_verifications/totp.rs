//! The authenticator app of the account.

use avouch_domain::users::mfa_verifications as factors;
use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_shape::{Describe, Input};
use avouch_store::Tx;
use serde::Serialize;

use super::{check, check_code, enable, need_enabled};
use crate::checks::Field;
use crate::{Caller, records};

/// A secret that nobody uses yet.
#[derive(Debug, Serialize, Describe)]
pub struct TotpSecret {
    /// Shared secret in base32.
    pub secret: String,
}

/// An authenticator app.
#[derive(Debug, Input)]
pub struct NewTotp {
    /// Shared secret in base32.
    pub secret: String,
    /// A code of the app.
    pub code: String,
}

/// Makes a secret; it is the user's once it is sent back.
pub fn generate() -> TotpSecret {
    TotpSecret { secret: factors::new_totp_secret() }
}

fn factor(tx: &Tx, key: String) -> Factor {
    let created_at = tx.now().iso().unwrap_or_default();
    Factor::Totp { id: records::new_id(), created_at, last_used_at: None, key, last_used_time_step: None }
}

/// Sets up the app, unless there is one.
pub(super) async fn create(caller: &Caller, secret: String, code: Option<&str>) -> Result<()> {
    let tx = caller.tenant.begin().await?;
    let mut account = caller.lock(&tx).await?;
    if account.factors.iter().any(|factor| matches!(factor, Factor::Totp { .. })) {
        return Err(Error::TotpInUse);
    }
    check_secret(&secret)?;
    if let Some(code) = code {
        check_code(caller, &secret, code)?;
    }
    account.factors.push(factor(&tx, secret));
    enable(caller, &tx, account).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets up the app, in the place of one that there is.
pub async fn replace(caller: &Caller, input: NewTotp) -> Result<()> {
    check(caller, Field::Mfa)?;
    need_enabled(caller, "Totp").await?;
    check_secret(&input.secret)?;
    check_code(caller, &input.secret, &input.code)?;
    let tx = caller.tenant.begin().await?;
    let mut account = caller.lock(&tx).await?;
    let new = factor(&tx, input.secret);
    match account.factors.iter_mut().find(|factor| matches!(factor, Factor::Totp { .. })) {
        Some(known) => *known = new,
        None => account.factors.push(new),
    }
    enable(caller, &tx, account).await?;
    tx.commit().await?;
    Ok(())
}

fn check_secret(secret: &str) -> Result<()> {
    if factors::is_totp_secret(secret) { Ok(()) } else { Err(Error::OwnTotpSecretInvalid) }
}
