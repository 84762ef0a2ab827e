//! What the user gave for the account, to be written at the end.

use avouch_domain::users::passkeys::NewPasskey;
use avouch_model::users::PasswordAlgorithm;
use avouch_shape::JsonObject;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Who the user is at a social provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocialIdentity {
    pub(crate) target: String,
    pub(crate) user_info: JsonObject,
}

/// Who the user is at the provider of an enterprise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnterpriseIdentity {
    pub(crate) identity_id: String,
    pub(crate) sso_connector_id: String,
    pub(crate) issuer: String,
    pub(crate) detail: JsonObject,
}

/// What the user gave for the account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_field_names, reason = "the stored members' own names")]
pub(crate) struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) avatar: Option<String>,
    #[serde(skip_serializing_if = "JsonObject::is_empty")]
    pub(crate) profile: JsonObject,
    #[serde(skip_serializing_if = "JsonObject::is_empty")]
    pub(crate) custom_data: JsonObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_encrypted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_encryption_method: Option<PasswordAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) social_identity: Option<SocialIdentity>,
    /// One that the account does not have yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enterprise_sso_identity: Option<EnterpriseIdentity>,
    /// One that the account has, as its provider tells it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) synced_enterprise_sso_identity: Option<EnterpriseIdentity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) jit_organization_ids: Vec<String>,
    /// Whether the form of further fields was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) submitted: Option<bool>,
}

impl Profile {
    /// Without the password.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = json!(self);
        if let Some(members) = shown.as_object_mut() {
            members.retain(|name, _| !name.starts_with("password"));
            if let Some(known) = members.get_mut("syncedEnterpriseSsoIdentity").and_then(Value::as_object_mut) {
                known.shift_remove("ssoConnectorId");
            }
        }
        shown
    }

    /// Whether the user is who they are because their enterprise says so. Such people are no further asked here.
    pub(crate) fn is_enterprise(&self) -> bool {
        self.enterprise_sso_identity.is_some() || self.synced_enterprise_sso_identity.is_some()
    }

    /// Whether there is something to write.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            username,
            primary_email,
            primary_phone,
            name,
            avatar,
            profile,
            custom_data,
            password_encrypted,
            password_encryption_method: _,
            social_identity,
            enterprise_sso_identity,
            synced_enterprise_sso_identity: _,
            jit_organization_ids: _,
            submitted: _,
        } = self;
        let texts = [username, primary_email, primary_phone, name, avatar, password_encrypted];
        texts.into_iter().all(Option::is_none)
            && social_identity.is_none()
            && enterprise_sso_identity.is_none()
            && profile.is_empty()
            && custom_data.is_empty()
    }
}

/// An authenticator app that was set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct NewTotp {
    pub(crate) r#type: String,
    pub(crate) secret: String,
}

/// Backup codes that were set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct NewBackupCodes {
    pub(crate) r#type: String,
    pub(crate) codes: Vec<String>,
}

/// What the user said of second factors.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct MfaProgress {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mfa_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mfa_skipped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) additional_binding_suggestion_skipped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) passkey_skipped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) totp: Option<NewTotp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) web_authn: Vec<NewPasskey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backup_code: Option<NewBackupCodes>,
}

impl MfaProgress {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            mfa_enabled,
            mfa_skipped,
            additional_binding_suggestion_skipped,
            passkey_skipped,
            totp,
            web_authn,
            backup_code,
        } = self;
        let said = [mfa_enabled, mfa_skipped, additional_binding_suggestion_skipped, passkey_skipped];
        said.into_iter().all(Option::is_none) && totp.is_none() && web_authn.is_empty() && backup_code.is_none()
    }

    /// Without secrets, and without what only the end is for.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = json!(self);
        if let Some(members) = shown.as_object_mut() {
            members.shift_remove("additionalBindingSuggestionSkipped");
        }
        for (factor, secret) in [("totp", "secret"), ("backupCode", "codes")] {
            if let Some(members) = shown.get_mut(factor).and_then(Value::as_object_mut) {
                members.shift_remove(secret);
            }
        }
        shown
    }
}
