//! What users proved, in the shape that is kept.

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::users::passkeys::NewPasskey;
use avouch_domain::{Error, Result};
use avouch_model::Timestamp;
use avouch_model::email_templates::TemplateType;
use avouch_model::secrets::EncryptedTokenSet;
use avouch_shape::{Describe, JsonObject};
use avouch_store::Tenant;
use avouch_store::verification_records::{self as stored, VerificationRecord};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long something stays proved, in milliseconds; to verify it later does not make it longer.
const LIFETIME: i64 = 600_000;

/// What kind of identifier something was proved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum IdentifierType {
    /// E-mail address.
    Email,
    /// Phone number, international digits.
    Phone,
    /// User name.
    Username,
    /// Identifier of the account.
    UserId,
}

/// What something was proved for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identifier {
    pub(crate) r#type: IdentifierType,
    pub(crate) value: String,
}

/// A code that was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeRecord {
    pub(crate) id: String,
    pub(crate) identifier: Identifier,
    pub(crate) template_type: TemplateType,
    pub(crate) verified: bool,
}

/// A passkey that is being made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PasskeyRecord {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_challenge: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_rp_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_info: Option<NewPasskey>,
}

/// Someone who goes to a social provider, or came back from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocialRecord {
    pub(crate) id: String,
    pub(crate) connector_id: String,
    /// Who it is; not known before the return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) social_user_info: Option<JsonObject>,
    /// What has to be remembered on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) connector_session: Option<JsonObject>,
    /// The provider's tokens, where the connector is to keep them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) encrypted_token_set: Option<EncryptedTokenSet>,
}

/// Something that a user proved, or is about to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub(crate) enum Record {
    /// The password of the account.
    Password { id: String, identifier: Identifier, verified: bool },
    /// A code by mail.
    EmailVerificationCode(CodeRecord),
    /// A code by text message.
    PhoneVerificationCode(CodeRecord),
    /// An identity at a social provider.
    Social(SocialRecord),
    /// A passkey.
    WebAuthn(PasskeyRecord),
}

impl Record {
    fn id(&self) -> &str {
        match self {
            Self::Password { id, .. } => id,
            Self::EmailVerificationCode(code) | Self::PhoneVerificationCode(code) => &code.id,
            Self::Social(social) => &social.id,
            Self::WebAuthn(passkey) => &passkey.id,
        }
    }
}

/// A verification that was made.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(name = "MadeRecord")]
pub struct Made {
    /// Its identifier.
    pub verification_record_id: String,
    /// When it counts no more, as ISO 8601.
    pub expires_at: String,
}

/// A verification that succeeded.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Its identifier.
    pub verification_record_id: String,
}

pub(crate) fn new_id() -> String {
    random_text(Alphabet::Lower, 21)
}

/// Keeps a record. One without a user proves something that is nobody's yet.
pub(crate) async fn keep(tenant: &Tenant, record: &Record, user: Option<&str>) -> Result<Made> {
    let expires_at = tenant.now().plus_millis(LIFETIME);
    let row = VerificationRecord {
        id: record.id().to_owned(),
        user_id: user.map(ToOwned::to_owned),
        expires_at,
        data: json!(record),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &row).await?;
    tx.commit().await?;
    Ok(Made { verification_record_id: row.id, expires_at: shown(expires_at) })
}

fn shown(time: Timestamp) -> String {
    time.iso().unwrap_or_default()
}

/// Writes what became of a record; its time stays.
pub(crate) async fn replace(tenant: &Tenant, record: &Record) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::update(&tx, record.id(), record).await?;
    tx.commit().await?;
    Ok(())
}

/// A record whose time is not over, whoever made it.
pub(crate) async fn find(tenant: &Tenant, id: &str) -> Result<Record> {
    let found = stored::get(tenant, id, tenant.now()).await?.ok_or(Error::RecordNotFound)?;
    serde_json::from_value(found.data).map_err(|_| Error::RecordNotFound)
}

/// Whether a record proves that it is the user once more. A code does so only if it was sent for that.
pub(crate) async fn prove_identity(tenant: &Tenant, id: &str, user: &str) -> Result<bool> {
    let found = stored::get(tenant, id, tenant.now()).await?;
    let Some(found) = found.filter(|found| found.user_id.as_deref() == Some(user)) else { return Ok(false) };
    Ok(match serde_json::from_value(found.data) {
        Ok(Record::Password { verified, .. }) => verified,
        Ok(Record::EmailVerificationCode(code) | Record::PhoneVerificationCode(code)) => {
            code.verified && code.template_type == TemplateType::UserPermissionValidation
        }
        // What another kind proves is another thing than who one is.
        Ok(Record::Social(_) | Record::WebAuthn(_)) | Err(_) => false,
    })
}
