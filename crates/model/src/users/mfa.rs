//! Second factors, as they are stored and as they are shown.

use avouch_shape::Describe;
use serde::{Deserialize, Serialize};

/// A second factor of a user, in the form that is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Factor {
    /// One-time passwords by time (RFC 6238).
    #[serde(rename_all = "camelCase")]
    Totp {
        /// Identifier.
        id: String,
        /// When it was made, as ISO 8601.
        created_at: String,
        /// When it was last used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_used_at: Option<String>,
        /// Shared secret in base32.
        key: String,
        /// The last step that was used, so that no password works twice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_used_time_step: Option<i64>,
    },
    /// A passkey or security key.
    #[serde(rename_all = "camelCase")]
    WebAuthn {
        /// Identifier.
        id: String,
        /// When it was made, as ISO 8601.
        created_at: String,
        /// When it was last used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_used_at: Option<String>,
        /// Relying party it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rp_id: Option<String>,
        /// The authenticator's identifier of it.
        credential_id: String,
        /// Public key in base64url.
        public_key: String,
        /// How the authenticator is reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        transports: Option<Vec<String>>,
        /// The authenticator's counter.
        counter: i64,
        /// Browser it was made with.
        agent: String,
        /// Name that the user gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Codes to print.
    #[serde(rename_all = "camelCase")]
    BackupCode {
        /// Identifier.
        id: String,
        /// When it was made, as ISO 8601.
        created_at: String,
        /// When one was last used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_used_at: Option<String>,
        /// Codes.
        codes: Vec<BackupCode>,
    },
}

/// A code that works once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackupCode {
    /// Code.
    pub code: String,
    /// When it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<String>,
}

impl Factor {
    /// Its identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::Totp { id, .. } | Self::WebAuthn { id, .. } | Self::BackupCode { id, .. } => id,
        }
    }

    /// Without its secrets.
    pub fn shown(&self) -> ShownFactor {
        let mut shown = ShownFactor {
            id: self.id().to_owned(),
            created_at: String::new(),
            r#type: String::new(),
            last_used_at: None,
            agent: None,
            name: None,
            remain_codes: None,
        };
        match self {
            Self::Totp { created_at, .. } => {
                created_at.clone_into(&mut shown.created_at);
                "Totp".clone_into(&mut shown.r#type);
            }
            Self::WebAuthn { created_at, last_used_at, agent, name, .. } => {
                created_at.clone_into(&mut shown.created_at);
                "WebAuthn".clone_into(&mut shown.r#type);
                shown.last_used_at.clone_from(last_used_at);
                shown.agent = Some(agent.clone());
                shown.name.clone_from(name);
            }
            Self::BackupCode { created_at, codes, .. } => {
                created_at.clone_into(&mut shown.created_at);
                "BackupCode".clone_into(&mut shown.r#type);
                shown.remain_codes = Some(codes.iter().filter(|code| code.used_at.is_none()).count());
            }
        }
        shown
    }
}

/// A second factor without its secrets.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ShownFactor {
    /// Identifier.
    pub id: String,
    /// When it was made, as ISO 8601.
    pub created_at: String,
    /// `Totp`, `WebAuthn` or `BackupCode`.
    pub r#type: String,
    /// When it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<String>,
    /// Browser a passkey was made with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Name of a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Backup codes that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remain_codes: Option<usize>,
}

/// A new second factor with its secrets, shown this once.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct MadeFactor {
    /// `Totp` or `BackupCode`.
    pub r#type: String,
    /// Secret of one-time passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The same as a picture for authenticator apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_qr_code: Option<String>,
    /// Backup codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
}
