//! Backup codes of the account.

use avouch_domain::users::mfa_verifications as factors;
use avouch_domain::{Error, Result};
use avouch_model::users::mfa::{BackupCode, Factor};
use avouch_shape::Describe;
use serde::Serialize;

use super::{SCOPE, enable};
use crate::{Caller, records};

/// Codes that nobody uses yet.
#[derive(Debug, Serialize, Describe)]
pub struct NewBackupCodes {
    /// Ten of them.
    pub codes: Vec<String>,
}

/// A code, and whether it was used.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnBackupCode {
    /// Code.
    pub code: String,
    /// When it was used, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_at: Option<String>,
}

/// The codes of the account.
#[derive(Debug, Serialize, Describe)]
pub struct OwnBackupCodes {
    /// Codes.
    pub codes: Vec<OwnBackupCode>,
}

/// Makes codes; they are the user's once they are sent back.
pub fn generate() -> NewBackupCodes {
    NewBackupCodes { codes: factors::new_backup_codes() }
}

/// The codes, to be printed once more.
pub async fn list(caller: &Caller) -> Result<OwnBackupCodes> {
    caller.need_proof()?;
    caller.need_scope(SCOPE)?;
    let factors = caller.account().await?.factors;
    let codes = factors.into_iter().find_map(|factor| match factor {
        Factor::BackupCode { codes, .. } => Some(codes),
        Factor::Totp { .. } | Factor::WebAuthn { .. } => None,
    });
    let shown = |BackupCode { code, used_at }| OwnBackupCode { code, used_at };
    Ok(OwnBackupCodes { codes: codes.ok_or(Error::NoBackupCodes)?.into_iter().map(shown).collect() })
}

/// Sets up codes. Those that are used up stay as they are.
pub(super) async fn create(caller: &Caller, codes: Vec<String>) -> Result<()> {
    let tx = caller.tenant.begin().await?;
    let mut account = caller.lock(&tx).await?;
    factors::check_backup_codes(&account.factors)?;
    let codes = factors::given_codes(codes)?;
    account.factors.push(Factor::BackupCode {
        id: records::new_id(),
        created_at: tx.now().iso().unwrap_or_default(),
        last_used_at: None,
        codes: codes.into_iter().map(|code| BackupCode { code, used_at: None }).collect(),
    });
    enable(caller, &tx, account).await?;
    tx.commit().await?;
    Ok(())
}
