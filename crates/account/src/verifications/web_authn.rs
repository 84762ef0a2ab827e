//! A passkey that is made for the account.

use avouch_domain::users::passkeys::{self, NewPasskey};
use avouch_domain::{Error, Result, account_center};
use avouch_shape::{Describe, Input};
use avouch_webauthn::{RegistrationOptions, RegistrationPayload, Site, challenge};
use serde::Serialize;

use super::{Made, Surroundings, Verified};
use crate::Caller;
use crate::records::{self, PasskeyRecord, Record};

/// A passkey to be made.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnRegistration {
    /// The verification.
    #[serde(flatten)]
    pub made: Made,
    /// What the browser needs.
    pub registration_options: RegistrationOptions,
}

/// A passkey that was made.
#[derive(Debug, Input)]
pub struct OwnPasskeyProof {
    /// The verification.
    pub verification_record_id: String,
    /// What the browser answers.
    pub payload: RegistrationPayload,
}

/// Asks for a new passkey.
pub async fn create(caller: &Caller, around: &Surroundings<'_>) -> Result<OwnRegistration> {
    caller.need_first_party()?;
    let account = caller.account().await?;
    let (site, challenge) = (Site::at(around.endpoint), challenge());
    let registration_options = passkeys::ask(&account, &site, &challenge);
    let record = Record::WebAuthn(PasskeyRecord {
        id: records::new_id(),
        user_id: caller.user.clone(),
        verified: false,
        registration_challenge: Some(challenge),
        registration_rp_id: Some(site.rp_id),
        registration_info: None,
    });
    let made = records::keep(&caller.tenant, &record, Some(&caller.user)).await?;
    Ok(OwnRegistration { made, registration_options })
}

/// Takes a new passkey, made here or at an origin that the tenant names; it is the account's once it is set up.
pub async fn verify(caller: &Caller, around: &Surroundings<'_>, input: OwnPasskeyProof) -> Result<Verified> {
    caller.need_first_party()?;
    let OwnPasskeyProof { verification_record_id, payload } = input;
    let record = match records::find(&caller.tenant, &verification_record_id).await? {
        Record::WebAuthn(record) if record.user_id == caller.user => record,
        _ => return Err(Error::RecordNotFound),
    };
    let account = caller.account().await?;
    let mut site = Site::at(around.endpoint);
    site.origins.extend(account_center::related_origins(&caller.tenant).await?);
    let challenge = record.registration_challenge.as_deref().ok_or(Error::WebAuthnPending)?;
    let agent = around.user_agent.unwrap_or_default();
    let info = NewPasskey::made(&account, &site, challenge, &payload, agent)?;
    let proved =
        PasskeyRecord { verified: true, registration_challenge: None, registration_info: Some(info), ..record };
    records::replace(&caller.tenant, &Record::WebAuthn(proved)).await?;
    Ok(Verified { verification_record_id })
}
