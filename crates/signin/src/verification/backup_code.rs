//! Backup codes.

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_shape::{Describe, Input, Text};
use avouch_store::{Tenant, Value, users};
use serde::Serialize;

use super::{Made, identified, new_id};
use crate::record::Record;
use crate::{State, settings};
use avouch_domain::sentinel::{self, Guess};

/// How many backup codes there are.
const CODES: usize = 10;

/// Characters of a backup code.
const CODE_LENGTH: usize = 10;

/// A backup code.
#[derive(Debug, Input)]
pub struct BackupCodeProof {
    /// Code.
    pub code: Text<1, 256>,
}

/// Backup codes to be set up.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct NewCodes {
    /// The verification.
    pub verification_id: String,
    /// The codes; they are shown this once.
    pub codes: Vec<String>,
}

/// Makes backup codes.
pub async fn generate(tenant: &Tenant, state: &mut State) -> Result<NewCodes> {
    let user_id = identified(tenant, state).await?.user.id.to_string();
    let codes: Vec<String> = (0..CODES).map(|_| random_text(Alphabet::Hex, CODE_LENGTH)).collect();
    let id = new_id();
    state.record(Record::BackupCode { id: id.clone(), user_id, code: None, backup_codes: Some(codes.clone()) });
    Ok(NewCodes { verification_id: id, codes })
}

/// Uses a backup code up.
pub async fn verify(tenant: &Tenant, state: &mut State, input: &BackupCodeProof) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let account = identified(tenant, state).await?;
    let user = account.user.id.to_string();
    let now = tenant.now().iso();
    let tx = tenant.begin().await?;
    let mut factors = users::lock_factors(&tx, &user).await?;
    let mut is_right = false;
    for factor in &mut factors {
        if let Factor::BackupCode { codes, last_used_at, .. } = factor {
            let unused = codes.iter_mut().filter(|code| code.used_at.is_none());
            for code in unused.filter(|code| avouch_crypto::Secret::new(code.code.as_str()).matches(&input.code)) {
                code.used_at.clone_from(&now);
                last_used_at.clone_from(&now);
                is_right = true;
            }
        }
    }
    if is_right {
        users::update(&tx, &user, vec![("mfa_verifications", Value::json(&factors))]).await?;
    }
    tx.commit().await?;
    sentinel::note(tenant, &settings.sentinel_policy, Guess::BackupCode, &user, is_right).await?;
    if !is_right {
        return Err(Error::InvalidBackupCode);
    }
    let id = new_id();
    state.record(Record::BackupCode {
        id: id.clone(),
        user_id: user,
        code: Some(input.code.to_string()),
        backup_codes: None,
    });
    Ok(Made { verification_id: id })
}
