//! Authenticator data (section 6.1): a fixed head, and a credential when one was made.

use ciborium::Value;

use crate::Invalid;

/// The user was there.
const PRESENT: u8 = 0x01;
/// The user was verified by the authenticator.
const VERIFIED: u8 = 0x04;
/// The credential may be copied to other devices.
const ELIGIBLE: u8 = 0x08;
/// The credential has been copied.
const BACKED_UP: u8 = 0x10;
/// A credential follows.
const ATTESTED: u8 = 0x40;
/// Extensions follow.
const EXTENDED: u8 = 0x80;

/// Longest identifier of a credential (section 7.1, step 25).
const LONGEST_ID: usize = 1023;

/// What an authenticator says.
#[derive(Debug)]
pub(crate) struct AuthenticatorData<'a> {
    pub(crate) rp_id_hash: &'a [u8],
    pub(crate) counter: u32,
    pub(crate) credential: Option<Attested<'a>>,
}

/// A credential that was made.
#[derive(Debug)]
pub(crate) struct Attested<'a> {
    pub(crate) id: &'a [u8],
    /// COSE key.
    pub(crate) key: &'a [u8],
}

const SHORT: Invalid = Invalid("the authenticator data is too short");

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], Invalid> {
    let (head, rest) = bytes.split_at_checked(count).ok_or(SHORT)?;
    *bytes = rest;
    Ok(head)
}

/// The bytes of the one CBOR item that comes first.
fn item<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], Invalid> {
    let mut rest = *bytes;
    ciborium::from_reader::<Value, _>(&mut rest).map_err(|_| Invalid("the authenticator data is not CBOR"))?;
    take(bytes, bytes.len().saturating_sub(rest.len()))
}

/// Reads what an authenticator says. The user was there, and was verified, or it counts for nothing.
pub(crate) fn read(mut bytes: &[u8]) -> Result<AuthenticatorData<'_>, Invalid> {
    let rest = &mut bytes;
    let rp_id_hash = take(rest, 32)?;
    let flags = take(rest, 1)?.first().copied().ok_or(SHORT)?;
    let counter = take(rest, 4)?.try_into().map(u32::from_be_bytes).map_err(|_| SHORT)?;
    let has = |flag: u8| flags & flag != 0;
    let credential = if has(ATTESTED) {
        take(rest, 16)?;
        let length = take(rest, 2)?.try_into().map(u16::from_be_bytes).map_err(|_| SHORT)?;
        let id = take(rest, usize::from(length))?;
        if id.is_empty() || id.len() > LONGEST_ID {
            return Err(Invalid("the credential's identifier is too long"));
        }
        Some(Attested { id, key: item(rest)? })
    } else {
        None
    };
    if has(EXTENDED) {
        item(rest)?;
    }
    if !rest.is_empty() {
        return Err(Invalid("the authenticator data is too long"));
    }
    if !has(PRESENT) || !has(VERIFIED) {
        return Err(Invalid("the user was not verified"));
    }
    if has(BACKED_UP) && !has(ELIGIBLE) {
        return Err(Invalid("the authenticator contradicts itself"));
    }
    Ok(AuthenticatorData { rp_id_hash, counter, credential })
}
