//! The use of a passkey (section 7.2).

use avouch_crypto::sha256;

use crate::client_data::{self, Ceremony};
use crate::{AuthenticationPayload, Invalid, Site, data, decode, is_for, key};

/// A passkey that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// Identifier in base64url.
    pub credential_id: &'a str,
    /// COSE key in base64url.
    pub public_key: &'a str,
    /// The authenticator's counter when it was used last.
    pub counter: i64,
}

/// Checks the use of a passkey; answers the authenticator's counter.
pub fn authenticate(
    site: &Site,
    challenge: &str,
    stored: Stored<'_>,
    payload: &AuthenticationPayload,
) -> Result<u32, Invalid> {
    let AuthenticationPayload { id, raw_id, response, .. } = payload;
    if [id, raw_id].into_iter().any(|told| told.trim_end_matches('=') != stored.credential_id) {
        return Err(Invalid("it is another credential"));
    }
    let client = client_data::check(&response.client_data_json, Ceremony::Authentication, site, challenge)?;
    let mut message = decode(&response.authenticator_data)?;
    let said = data::read(&message)?;
    is_for(site, said.rp_id_hash)?;
    let counter = said.counter;
    message.extend_from_slice(&sha256(&client));
    key::verify(&decode(stored.public_key)?, &message, &decode(&response.signature)?)?;
    // A counter that does not grow is that of a copy; authenticators without one tell zero.
    if (counter != 0 || stored.counter != 0) && i64::from(counter) <= stored.counter {
        return Err(Invalid("the passkey was copied"));
    }
    Ok(counter)
}
