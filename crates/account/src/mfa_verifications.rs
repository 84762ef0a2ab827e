//! Second factors of the account.

pub mod backup_codes;
pub mod name;
pub mod totp;
mod web_authn;

use avouch_domain::users::logto_configs;
use avouch_domain::users::mfa_verifications as factors;
use avouch_domain::{Error, Result, events};
use avouch_model::users::mfa::{Factor, ShownFactor};
use avouch_shape::{Components, Describe, Input, Issues, List, Path, Text};
use avouch_store::users::{self, Account};
use avouch_store::{Tx, Value};
use serde_json::json;

use crate::checks::Field;
use crate::{Caller, settings};

pub(crate) const SCOPE: &str = "identities";

/// A kind of factor that is set up here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
enum OwnFactorType {
    /// One-time passwords by time (RFC 6238).
    Totp,
    /// Codes to print.
    BackupCode,
    /// Passkeys.
    WebAuthn,
}

/// A second factor to set up.
#[derive(Debug)]
pub enum NewOwnFactor {
    /// One-time passwords by time (RFC 6238).
    Totp {
        /// Shared secret in base32.
        secret: String,
        /// A code of the app: without one it is not known whether the app has the secret.
        code: Option<String>,
    },
    /// Codes to print.
    BackupCode {
        /// Ten of them.
        codes: List<Text<0, 64>, 0, 100>,
    },
    /// A passkey.
    WebAuthn {
        /// The verification that made it.
        verification: String,
        /// What the user calls it.
        name: Option<Text<0, 256>>,
    },
}

impl Describe for NewOwnFactor {
    fn describe(_: &mut Components) -> serde_json::Value {
        let text = json!({ "type": "string" });
        json!({ "oneOf": [
            { "type": "object", "required": ["type", "secret"],
              "properties": { "type": { "type": "string", "enum": ["Totp"] }, "secret": text, "code": text } },
            { "type": "object", "required": ["type", "codes"],
              "properties": { "type": { "type": "string", "enum": ["BackupCode"] },
                              "codes": { "type": "array", "items": text } } },
            { "type": "object", "required": ["type", "newIdentifierVerificationRecordId"],
              "properties": { "type": { "type": "string", "enum": ["WebAuthn"] },
                              "newIdentifierVerificationRecordId": text, "name": text } },
        ] })
    }
}

impl Input for NewOwnFactor {
    fn read(value: Option<serde_json::Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let record = "newIdentifierVerificationRecordId";
        Some(match OwnFactorType::read(members.shift_remove("type"), &Path::Key(at, "type"), issues)? {
            OwnFactorType::Totp => Self::Totp {
                secret: String::read(members.shift_remove("secret"), &Path::Key(at, "secret"), issues)?,
                code: Option::read(members.shift_remove("code"), &Path::Key(at, "code"), issues)?,
            },
            OwnFactorType::BackupCode => {
                Self::BackupCode { codes: List::read(members.shift_remove("codes"), &Path::Key(at, "codes"), issues)? }
            }
            OwnFactorType::WebAuthn => Self::WebAuthn {
                verification: String::read(members.shift_remove(record), &Path::Key(at, record), issues)?,
                name: Option::read(members.shift_remove("name"), &Path::Key(at, "name"), issues)?,
            },
        })
    }
}

/// The second factors, without their secrets.
pub async fn list(caller: &Caller) -> Result<Vec<ShownFactor>> {
    caller.need_sight(Field::Mfa)?;
    caller.need_scope(SCOPE)?;
    Ok(caller.account().await?.factors.iter().map(Factor::shown).collect())
}

/// Sets up a second factor.
pub async fn create(caller: &Caller, input: NewOwnFactor) -> Result<()> {
    let field = if matches!(input, NewOwnFactor::WebAuthn { .. }) { Field::Passkey } else { Field::Mfa };
    check(caller, field)?;
    match input {
        NewOwnFactor::Totp { secret, code } => {
            need_enabled(caller, "Totp").await?;
            totp::create(caller, secret, code.as_deref()).await
        }
        NewOwnFactor::BackupCode { codes } => {
            need_enabled(caller, "BackupCode").await?;
            let codes = codes.into_iter().map(Text::into_inner).collect();
            backup_codes::create(caller, codes).await
        }
        NewOwnFactor::WebAuthn { verification, name } => {
            web_authn::need_enabled(caller).await?;
            web_authn::create(caller, &verification, name.map(Text::into_inner)).await
        }
    }
}

/// What comes before setting up a factor.
fn check(caller: &Caller, field: Field) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(field)?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()
}

/// Whether the tenant has a kind of factor.
async fn has_factor(caller: &Caller, kind: &str) -> Result<bool> {
    let settings = settings::load(&caller.tenant).await?;
    let mfa = settings::policy(&settings.mfa);
    let enabled = mfa.get("factors").and_then(serde_json::Value::as_array);
    Ok(enabled.into_iter().flatten().any(|own| own.as_str() == Some(kind)))
}

/// The tenant has a kind of factor.
async fn need_enabled(caller: &Caller, kind: &str) -> Result<()> {
    if has_factor(caller, kind).await? { Ok(()) } else { Err(Error::MfaFactorNotEnabled) }
}

/// Writes the factors of an account that has a second factor from now on.
async fn enable(caller: &Caller, tx: &Tx, account: Account) -> Result<()> {
    let Account { mut logto_config, factors, .. } = account;
    logto_configs::merge(&mut logto_config, logto_configs::MFA, &[("enabled", Some(true))]);
    let columns = vec![("mfa_verifications", Value::json(&factors)), ("logto_config", (&logto_config).into())];
    users::update(tx, &caller.user, columns).await?;
    events::user_changed(tx, &caller.user).await?;
    Ok(())
}

/// Writes the factors.
async fn write(caller: &Caller, tx: &Tx, factors: &[Factor]) -> Result<()> {
    users::update(tx, &caller.user, vec![("mfa_verifications", Value::json(&factors))]).await?;
    events::user_changed(tx, &caller.user).await
}

/// Removes a second factor.
pub async fn delete(caller: &Caller, id: &str) -> Result<()> {
    caller.need_proof()?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()?;
    let tx = caller.tenant.begin().await?;
    let mut factors = caller.lock(&tx).await?.factors;
    let found = factors.iter().find(|factor| factor.id() == id).ok_or(Error::RecordNotFound)?;
    caller.need_edit(match found {
        Factor::WebAuthn { .. } => Field::Passkey,
        Factor::Totp { .. } | Factor::BackupCode { .. } => Field::Mfa,
    })?;
    factors.retain(|factor| factor.id() != id);
    write(caller, &tx, &factors).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses a code that is not of this moment.
fn check_code(caller: &Caller, secret: &str, code: &str) -> Result<()> {
    let step = factors::totp::step_of(secret, code, caller.tenant.now().seconds());
    step.map(drop).ok_or(Error::InvalidTotp)
}
