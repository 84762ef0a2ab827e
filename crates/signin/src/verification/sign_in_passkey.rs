//! Passkeys instead of names and passwords.

use avouch_domain::users::passkeys::{self, Used};
use avouch_domain::{Error, Result};
use avouch_shape::{Describe, Input};
use avouch_store::{Tenant, users};
use avouch_webauthn::{AuthenticationOptions, AuthenticationPayload, Site, challenge, user_of_handle};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::web_authn::Authentication;
use super::{Made, holder, new_id};
use crate::record::{Passkey, Record};
use crate::{Identifier, State};

/// Where the challenge of a page that knows nobody yet is kept.
const PREFLIGHT: &str = "signInPasskey";

/// Whose passkey is wanted.
#[derive(Debug, Input)]
pub struct Ask {
    /// What the user is known by.
    pub identifier: Identifier,
}

/// What a browser needs before it is known who is there.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    /// What the browser needs.
    pub authentication_options: AuthenticationOptions,
}

/// A passkey that was used.
#[derive(Debug, Input)]
pub struct Proof {
    /// The verification; that of the page's own challenge unless given.
    pub verification_id: Option<String>,
    /// What the browser answers.
    pub payload: AuthenticationPayload,
}

/// Asks for anyone's passkey, whatever was done so far; answers what is kept as well.
pub fn preflight(kept: Option<&Value>, site: &Site) -> (Value, Preflight) {
    let options = avouch_webauthn::authentication(site, &challenge(), Vec::new());
    let mut members = kept.and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
    members.insert(PREFLIGHT.to_owned(), json!({ "authenticationOptions": options }));
    (members.into(), Preflight { authentication_options: options })
}

/// Asks for a passkey of the one who has an identifier.
pub async fn ask(tenant: &Tenant, state: &mut State, site: &Site, input: &Ask) -> Result<Authentication> {
    let account = holder(tenant, &input.identifier).await?.ok_or(Error::NoPasskey)?;
    let known = passkeys::of_site(&account, &site.rp_id);
    if known.is_empty() {
        return Err(Error::NoPasskey);
    }
    let (id, challenge) = (new_id(), challenge());
    let authentication_options = avouch_webauthn::authentication(site, &challenge, known);
    state.record(Record::SignInPasskey(Passkey {
        authentication_challenge: Some(challenge),
        ..Passkey::of(id.clone(), Some(account.user.id.to_string()))
    }));
    Ok(Authentication { verification_id: id, authentication_options })
}

/// What was asked for, with the identifier of the verification.
fn pending(state: &State, id: Option<&str>) -> Result<(Passkey, String)> {
    let Some(id) = id else {
        let challenge = state.rest.get(PREFLIGHT).and_then(|kept| kept.pointer("/authenticationOptions/challenge"));
        let challenge = challenge.and_then(Value::as_str).ok_or(Error::VerificationNotFound)?;
        return Ok((Passkey::of(new_id(), None), challenge.to_owned()));
    };
    let Some(Record::SignInPasskey(passkey)) = state.find(id) else { return Err(Error::VerificationNotFound) };
    let challenge = passkey.authentication_challenge.clone().ok_or(Error::PasskeyPending)?;
    Ok((passkey.clone(), challenge))
}

/// Takes the use of a passkey, which says itself who is there.
pub async fn verify(tenant: &Tenant, state: &mut State, site: &Site, input: &Proof) -> Result<Made> {
    let (pending, challenge) = pending(state, input.verification_id.as_deref())?;
    let told = input.payload.response.user_handle.as_deref().filter(|handle| !handle.is_empty());
    let told = told.map(|handle| user_of_handle(handle).ok_or(Error::PasskeyOfNobody)).transpose()?;
    let user = match (pending.user_id.clone(), told) {
        (Some(asked), Some(told)) if asked != told => return Err(Error::IdentityConflict),
        (asked, told) => asked.or(told).ok_or(Error::PasskeyOfNobody)?,
    };
    if users::account(tenant, &user).await?.is_none() {
        return Err(Error::PasskeyOfNobody);
    }
    match passkeys::use_one(tenant, &user, site, &challenge, &input.payload).await? {
        Used::Right => {}
        Used::Unknown => return Err(Error::PasskeyOfNobody),
        Used::OtherSite => return Err(Error::PasskeySite),
        Used::Wrong => return Err(Error::WebAuthnFailed),
    }
    // A challenge is answered once.
    state.rest.shift_remove(PREFLIGHT);
    state.captcha.skipped = true;
    let id = pending.id.clone();
    state.record(Record::SignInPasskey(Passkey {
        verified: true,
        user_id: Some(user),
        authentication_challenge: None,
        authentication_rp_id: Some(site.rp_id.clone()),
        ..pending
    }));
    Ok(Made { verification_id: id })
}
