//! A new passkey (section 7.1).

use ciborium::Value;

use crate::client_data::{self, Ceremony};
use crate::{Invalid, RegistrationPayload, Site, data, decode, encode, is_for, key};

/// A passkey that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Identifier in base64url.
    pub credential_id: String,
    /// COSE key in base64url.
    pub public_key: String,
    /// The authenticator's counter.
    pub counter: u32,
    /// How the authenticator is reached.
    pub transports: Vec<String>,
}

/// Checks a new passkey.
pub fn register(site: &Site, challenge: &str, payload: &RegistrationPayload) -> Result<Registered, Invalid> {
    let RegistrationPayload { id, raw_id, response, .. } = payload;
    client_data::check(&response.client_data_json, Ceremony::Registration, site, challenge)?;
    let object = decode(&response.attestation_object)?;
    let object: Value = ciborium::from_reader(object.as_slice()).map_err(|_| Invalid("the attestation is not CBOR"))?;
    let members = object.as_map().map(Vec::as_slice).unwrap_or_default();
    let said =
        members.iter().find(|(name, _)| name.as_text() == Some("authData")).and_then(|(_, data)| data.as_bytes());
    let said = data::read(said.ok_or(Invalid("the attestation has no authenticator data"))?)?;
    is_for(site, said.rp_id_hash)?;
    let credential = said.credential.ok_or(Invalid("no credential was made"))?;
    key::check_new(credential.key)?;
    let credential_id = encode(credential.id);
    if [id, raw_id].into_iter().any(|told| told.trim_end_matches('=') != credential_id) {
        return Err(Invalid("the credential has another identifier"));
    }
    let transports = response.transports.iter().flat_map(|list| list.iter()).map(|one| one.to_string()).collect();
    Ok(Registered { credential_id, public_key: encode(credential.key), counter: said.counter, transports })
}
