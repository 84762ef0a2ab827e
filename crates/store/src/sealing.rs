//! Secrets as they are stored: encrypted where the installation has a key for that, each bound to its place.

use avouch_crypto::is_sealed;

use crate::{Error, Read, Result};

fn at(db: &impl Read, place: &str) -> String {
    format!("{}/{place}", db.id())
}

/// A secret as it is stored.
pub(crate) fn seal(db: &impl Read, place: &str, text: &str) -> Result<String> {
    let Some(sealing) = db.store().sealing() else { return Ok(text.to_owned()) };
    sealing.seal(&at(db, place), text).map_err(|error| Error::Driver(error.to_string()))
}

/// A secret that was stored.
pub(crate) fn open(db: &impl Read, place: &str, stored: String) -> Result<String> {
    if !is_sealed(&stored) {
        return Ok(stored);
    }
    let Some(sealing) = db.store().sealing() else {
        return Err(Error::Corrupt("a secret is encrypted, and SECRET_VAULT_KEK is not set".to_owned()));
    };
    sealing.open(&at(db, place), &stored).map_err(|_| {
        Error::Corrupt("a secret is encrypted with another key than the one in SECRET_VAULT_KEK".to_owned())
    })
}

/// A secret as it should be stored, if it is not stored so; fails where it cannot be read.
pub(crate) fn due(db: &impl Read, place: &str, stored: &str) -> Result<Option<String>> {
    if is_sealed(stored) {
        return open(db, place, stored.to_owned()).map(|_| None);
    }
    if db.store().sealing().is_none() {
        return Ok(None);
    }
    seal(db, place, stored).map(Some)
}
