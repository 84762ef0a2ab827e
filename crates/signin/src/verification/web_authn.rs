//! Passkeys as second factors: made on the way, or used.

use avouch_domain::sentinel::{self, Guess};
use avouch_domain::users::passkeys::{self, NewPasskey, Used};
use avouch_domain::{Error, Result};
use avouch_shape::{Describe, Input};
use avouch_store::Tenant;
use avouch_webauthn::{
    AuthenticationOptions, AuthenticationPayload, RegistrationOptions, RegistrationPayload, Site, challenge,
};
use serde::Serialize;

use super::{Made, identified, new_id};
use crate::record::{Passkey, Record};
use crate::{State, Surroundings, settings};

/// A passkey to be made.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// The verification.
    pub verification_id: String,
    /// What the browser needs.
    pub registration_options: RegistrationOptions,
}

/// A passkey to be used.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Authentication {
    /// The verification.
    pub verification_id: String,
    /// What the browser needs.
    pub authentication_options: AuthenticationOptions,
}

/// A passkey that was made.
#[derive(Debug, Input)]
pub struct NewProof {
    /// The verification.
    pub verification_id: String,
    /// What the browser answers.
    pub payload: RegistrationPayload,
}

/// A passkey that was used.
#[derive(Debug, Input)]
#[shape(name = "WebAuthnProof")]
pub struct Proof {
    /// The verification.
    pub verification_id: String,
    /// What the browser answers.
    pub payload: AuthenticationPayload,
}

fn find<'s>(state: &'s State, id: &str) -> Result<&'s Passkey> {
    match state.find(id) {
        Some(Record::WebAuthn(passkey)) => Ok(passkey),
        _ => Err(Error::VerificationNotFound),
    }
}

/// Asks for a new passkey.
pub async fn ask_new(tenant: &Tenant, state: &mut State, site: &Site) -> Result<Registration> {
    let account = identified(tenant, state).await?;
    let (id, challenge) = (new_id(), challenge());
    let registration_options = passkeys::ask(&account, site, &challenge);
    state.record(Record::WebAuthn(Passkey {
        registration_challenge: Some(challenge),
        registration_rp_id: Some(site.rp_id.clone()),
        ..Passkey::of(id.clone(), Some(account.user.id.to_string()))
    }));
    Ok(Registration { verification_id: id, registration_options })
}

/// Takes a new passkey; it is kept only once it is bound.
pub async fn verify_new(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    state: &mut State,
    site: &Site,
    input: &NewProof,
) -> Result<Made> {
    let account = identified(tenant, state).await?;
    let pending = find(state, &input.verification_id)?.clone();
    if pending.user_id.as_deref() != Some(account.user.id.as_str()) {
        return Err(Error::ProofOfAnother);
    }
    let challenge = pending.registration_challenge.as_deref().ok_or(Error::WebAuthnPending)?;
    let agent = around.user_agent.unwrap_or_default();
    let info = NewPasskey::made(&account, site, challenge, &input.payload, agent)?;
    let id = pending.id.clone();
    state.record(Record::WebAuthn(Passkey {
        verified: true,
        registration_challenge: None,
        registration_info: Some(info),
        ..pending
    }));
    Ok(Made { verification_id: id })
}

/// Asks for one of the user's passkeys.
pub async fn ask(tenant: &Tenant, state: &mut State, site: &Site) -> Result<Authentication> {
    let account = identified(tenant, state).await?;
    let known = passkeys::of_site(&account, &site.rp_id);
    if known.is_empty() {
        return Err(Error::NoPasskey);
    }
    let (id, challenge) = (new_id(), challenge());
    let authentication_options = avouch_webauthn::authentication(site, &challenge, known);
    state.record(Record::WebAuthn(Passkey {
        authentication_challenge: Some(challenge),
        ..Passkey::of(id.clone(), Some(account.user.id.to_string()))
    }));
    Ok(Authentication { verification_id: id, authentication_options })
}

/// Takes the use of a passkey; a challenge is answered once.
pub async fn verify(tenant: &Tenant, state: &mut State, site: &Site, input: &Proof) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let account = identified(tenant, state).await?;
    let user = account.user.id.as_str();
    let pending = find(state, &input.verification_id)?.clone();
    if pending.user_id.as_deref() != Some(user) {
        return Err(Error::ProofOfAnother);
    }
    let challenge = pending.authentication_challenge.clone().ok_or(Error::WebAuthnPending)?;
    let used = passkeys::use_one(tenant, user, site, &challenge, &input.payload).await?;
    sentinel::note(tenant, &settings.sentinel_policy, Guess::WebAuthn, user, used == Used::Right).await?;
    if used != Used::Right {
        return Err(Error::WebAuthnFailed);
    }
    let id = pending.id.clone();
    state.record(Record::WebAuthn(Passkey { verified: true, authentication_challenge: None, ..pending }));
    Ok(Made { verification_id: id })
}
