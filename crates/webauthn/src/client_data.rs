//! What the browser says of what it did (section 5.8.1).

use serde::Deserialize;

use crate::{Invalid, Site, decode};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Registration,
    Authentication,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// Checks what the browser says; answers the bytes that are signed over.
pub(crate) fn check(text: &str, ceremony: Ceremony, site: &Site, challenge: &str) -> Result<Vec<u8>, Invalid> {
    let bytes = decode(text)?;
    let data: ClientData = serde_json::from_slice(&bytes).map_err(|_| Invalid("the client data is not JSON"))?;
    let wanted = match ceremony {
        Ceremony::Registration => "webauthn.create",
        Ceremony::Authentication => "webauthn.get",
    };
    if data.r#type != wanted {
        return Err(Invalid("it answers another kind of request"));
    }
    if challenge.is_empty() || !avouch_crypto::same(data.challenge.as_bytes(), challenge.as_bytes()) {
        return Err(Invalid("it answers another challenge"));
    }
    if data.cross_origin || !site.origins.contains(&data.origin) {
        return Err(Invalid("the browser was at another site"));
    }
    Ok(bytes)
}
