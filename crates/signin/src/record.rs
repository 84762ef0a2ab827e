//! What the user proved, or gave, in the shape that is kept.

use avouch_model::email_templates::TemplateType;
use avouch_model::one_time_tokens::TokenContext;
use avouch_model::secrets::EncryptedTokenSet;
use avouch_model::users::PasswordAlgorithm;
use avouch_shape::JsonObject;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Identifier;
use crate::progress::NewPasskey;

/// A code that was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeRecord {
    pub(crate) id: String,
    pub(crate) identifier: Identifier,
    pub(crate) template_type: TemplateType,
    pub(crate) verified: bool,
}

/// A passkey: made, used, or asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Passkey {
    pub(crate) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    pub(crate) verified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_challenge: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_rp_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registration_info: Option<NewPasskey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) authentication_challenge: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) authentication_rp_id: Option<String>,
}

impl Passkey {
    /// Nothing yet.
    pub(crate) fn of(id: String, user_id: Option<String>) -> Self {
        Self {
            id,
            user_id,
            verified: false,
            registration_challenge: None,
            registration_rp_id: None,
            registration_info: None,
            authentication_challenge: None,
            authentication_rp_id: None,
        }
    }

    /// Whether it was used, and not only made.
    pub(crate) fn proves(&self, user: &str) -> bool {
        self.verified && self.user_id.as_deref() == Some(user) && self.registration_rp_id.is_none()
    }
}

/// Something that the user proved, or gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub(crate) enum Record {
    /// A password of an account.
    Password { id: String, identifier: Identifier, verified: bool },
    /// A code by mail.
    EmailVerificationCode(CodeRecord),
    /// A code by text message.
    PhoneVerificationCode(CodeRecord),
    /// A code by mail as second factor.
    MfaEmailVerificationCode(CodeRecord),
    /// A code by text message as second factor.
    MfaPhoneVerificationCode(CodeRecord),
    /// A user name and a password for a new account.
    #[serde(rename_all = "camelCase")]
    NewPasswordIdentity {
        id: String,
        identifier: Identifier,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password_encrypted: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password_encryption_method: Option<PasswordAlgorithm>,
    },
    /// A one-time password by time; with a secret, one of an authenticator app that is being set up.
    #[serde(rename_all = "camelCase")]
    Totp {
        id: String,
        user_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<String>,
        verified: bool,
    },
    /// A backup code; or the codes that are being set up.
    #[serde(rename_all = "camelCase")]
    BackupCode {
        id: String,
        user_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        backup_codes: Option<Vec<String>>,
    },
    /// Someone who went to a social provider; verified once it is known who came back.
    #[serde(rename_all = "camelCase")]
    Social {
        id: String,
        connector_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        social_user_info: Option<JsonObject>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        connector_session: Option<JsonObject>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encrypted_token_set: Option<EncryptedTokenSet>,
    },
    /// Someone who went to the provider of an enterprise; verified once it is known who came back.
    #[serde(rename_all = "camelCase")]
    EnterpriseSso {
        id: String,
        connector_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enterprise_sso_user_info: Option<JsonObject>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issuer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encrypted_token_set: Option<EncryptedTokenSet>,
    },
    /// A passkey as second factor.
    WebAuthn(Passkey),
    /// A passkey instead of a name and a password.
    SignInPasskey(Passkey),
    /// The token of a link.
    #[serde(rename_all = "camelCase")]
    OneTimeToken {
        id: String,
        identifier: Identifier,
        verified: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one_time_token_context: Option<TokenContext>,
    },
}

impl Record {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Password { id, .. }
            | Self::NewPasswordIdentity { id, .. }
            | Self::Totp { id, .. }
            | Self::BackupCode { id, .. }
            | Self::Social { id, .. }
            | Self::EnterpriseSso { id, .. }
            | Self::OneTimeToken { id, .. } => id,
            Self::EmailVerificationCode(code)
            | Self::PhoneVerificationCode(code)
            | Self::MfaEmailVerificationCode(code)
            | Self::MfaPhoneVerificationCode(code) => &code.id,
            Self::WebAuthn(passkey) | Self::SignInPasskey(passkey) => &passkey.id,
        }
    }

    /// Without its secrets.
    pub(crate) fn shown(&self) -> Value {
        const SECRET: [&str; 11] = [
            "passwordEncrypted",
            "passwordEncryptionMethod",
            "backupCodes",
            "secret",
            "connectorSession",
            "encryptedTokenSet",
            "registrationChallenge",
            "registrationRpId",
            "registrationInfo",
            "authenticationChallenge",
            "authenticationRpId",
        ];
        let mut shown = json!(self);
        if let Some(members) = shown.as_object_mut() {
            members.retain(|name, _| !SECRET.contains(&name.as_str()));
            if let Some(id) = members.shift_remove("id") {
                members.shift_insert(0, "id".to_owned(), id);
            }
        }
        shown
    }

    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
