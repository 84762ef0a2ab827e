//! Second factors of users.

pub mod qr;
pub mod totp;

use avouch_crypto::{Alphabet, random_text};
use avouch_model::users::UserInfo;
use avouch_model::users::mfa::{BackupCode, Factor, MadeFactor, ShownFactor};
use avouch_model::users::requests::{CreateMfaVerification, NewFactor};
use avouch_store::{Tenant, Tx, Value};

use crate::{Error, Result, ids};

/// How many backup codes there are.
const CODES: usize = 10;

/// Characters of a backup code.
const CODE_LENGTH: usize = 10;

/// Characters of a new secret for one-time passwords.
const SECRET_LENGTH: usize = 32;

/// The second factors of a user, without their secrets.
pub async fn list(tenant: &Tenant, user: &str) -> Result<Vec<ShownFactor>> {
    Ok(super::account(tenant, user).await?.factors.iter().map(Factor::shown).collect())
}

/// Makes a second factor; its secrets are shown this once. `issuer` is how authenticator apps call the server.
pub async fn create(tenant: &Tenant, user: &str, issuer: &str, input: CreateMfaVerification) -> Result<MadeFactor> {
    let tx = tenant.begin().await?;
    let account = super::account(&tx, user).await?;
    let mut factors = account.factors;
    let id = ids::standard();
    let created_at = tx.now().iso().unwrap_or_default();
    let made = match input.r#type {
        NewFactor::Totp => {
            if factors.iter().any(|factor| matches!(factor, Factor::Totp { .. })) {
                return Err(Error::TotpInUse);
            }
            let secret = match input.secret {
                Some(secret) if is_totp_secret(&secret) => secret,
                Some(_) => return Err(Error::TotpSecretInvalid),
                None => new_totp_secret(),
            };
            factors.push(Factor::Totp {
                id,
                created_at,
                last_used_at: None,
                key: secret.clone(),
                last_used_time_step: None,
            });
            let picture = qr::data_url(&key_uri(&account.user, issuer, &secret));
            MadeFactor { r#type: "Totp".to_owned(), secret: Some(secret), secret_qr_code: picture, codes: None }
        }
        NewFactor::BackupCode => {
            check_backup_codes(&factors)?;
            let codes = match input.codes {
                Some(codes) => given_codes(codes.into_iter().map(Into::into).collect())?,
                None => new_backup_codes(),
            };
            factors.retain(|factor| !matches!(factor, Factor::BackupCode { .. }));
            let stored = codes.iter().map(|code| BackupCode { code: code.clone(), used_at: None }).collect();
            factors.push(Factor::BackupCode { id, created_at, last_used_at: None, codes: stored });
            MadeFactor { r#type: "BackupCode".to_owned(), secret: None, secret_qr_code: None, codes: Some(codes) }
        }
    };
    write(&tx, user, &factors).await?;
    tx.commit().await?;
    Ok(made)
}

/// Removes a second factor.
pub async fn delete(tenant: &Tenant, user: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let mut factors = super::account(&tx, user).await?.factors;
    let before = factors.len();
    factors.retain(|factor| factor.id() != id);
    if factors.len() == before {
        return Err(Error::NotFound);
    }
    write(&tx, user, &factors).await?;
    tx.commit().await?;
    Ok(())
}

async fn write(tx: &Tx, user: &str, factors: &[Factor]) -> Result<()> {
    avouch_store::users::update(tx, user, vec![("mfa_verifications", Value::json(&factors))]).await?;
    Ok(())
}

/// Backup codes are a way back to another factor, and there is one set of them.
pub fn check_backup_codes(factors: &[Factor]) -> Result<()> {
    let unused = |factor: &Factor| match factor {
        Factor::BackupCode { codes, .. } => codes.iter().any(|code| code.used_at.is_none()),
        Factor::Totp { .. } | Factor::WebAuthn { .. } => false,
    };
    if factors.iter().any(unused) {
        return Err(Error::BackupCodeInUse);
    }
    if factors.iter().all(|factor| matches!(factor, Factor::BackupCode { .. })) {
        return Err(Error::BackupCodeAlone);
    }
    Ok(())
}

/// Codes that a request brings, which must be as those that are made here.
pub fn given_codes(codes: Vec<String>) -> Result<Vec<String>> {
    let fine = |code: &String| code.len() == CODE_LENGTH && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    if codes.len() == CODES && codes.iter().all(fine) { Ok(codes) } else { Err(Error::WrongBackupCodeFormat) }
}

/// A secret for a new authenticator app.
pub fn new_totp_secret() -> String {
    random_text(Alphabet::Base32, SECRET_LENGTH)
}

/// New backup codes.
pub fn new_backup_codes() -> Vec<String> {
    (0..CODES).map(|_| random_text(Alphabet::Hex, CODE_LENGTH)).collect()
}

/// Whether a text can be the secret of an authenticator app.
pub fn is_totp_secret(secret: &str) -> bool {
    (16..=32).contains(&secret.len()) && secret.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
}

/// What authenticator apps scan, as a data URL.
pub fn qr_code(user: &UserInfo, issuer: &str, secret: &str) -> Option<String> {
    qr::data_url(&key_uri(user, issuer, secret))
}

/// What authenticator apps read (the key URI format).
fn key_uri(user: &UserInfo, issuer: &str, secret: &str) -> String {
    let names = [&user.username, &user.primary_email, &user.primary_phone, &user.name];
    let name = names.into_iter().flatten().next().map_or("Unnamed User", String::as_str);
    let mut uri = url::Url::parse("otpauth://totp").unwrap_or_else(|_| unreachable!("a constant address"));
    uri.set_path(&format!("/{issuer}:{name}"));
    uri.query_pairs_mut()
        .append_pair("secret", secret)
        .append_pair("issuer", issuer)
        .append_pair("algorithm", "SHA1")
        .append_pair("digits", "6")
        .append_pair("period", "30");
    uri.into()
}
