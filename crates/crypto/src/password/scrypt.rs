//! scrypt (RFC 7914) as Django, Werkzeug, passlib and Node write it down.

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};

use crate::digest::{same, unhex};

/// Largest `log2(N)`, block size and parallelism of an import; together at most [`MOST_MEMORY`].
const LARGEST: (u8, u32, u32) = (20, 32, 16);

/// Most memory in bytes.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;

/// With or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash with its parameters.
#[derive(Debug)]
pub(super) struct Scrypt {
    log_n: u8,
    block: u32,
    lanes: u32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Scrypt {
    /// Reads a hash in one of the forms that say themselves what they are.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("$scrypt$") {
            return Self::phc(rest);
        }
        if let Some(rest) = text.strip_prefix("scrypt:") {
            return Self::werkzeug(rest);
        }
        Self::django(text.strip_prefix("scrypt$")?)
    }

    /// Takes parameters that can be computed here; `cost` is `N`.
    pub(super) fn new(cost: u32, block: u32, lanes: u32, salt: Vec<u8>, hash: Vec<u8>) -> Option<Self> {
        let log_n = u8::try_from(cost.checked_ilog2()?).ok()?;
        let memory = 128_u64 << log_n;
        let fits = cost.is_power_of_two()
            && (1..=LARGEST.0).contains(&log_n)
            && (1..=LARGEST.1).contains(&block)
            && (1..=LARGEST.2).contains(&lanes)
            && memory.checked_mul(u64::from(block)).is_some_and(|memory| memory <= MOST_MEMORY)
            && (1..=512).contains(&hash.len());
        fits.then_some(Self { log_n, block, lanes, salt, hash })
    }

    /// `ln=14,r=8,p=1$salt$hash`
    fn phc(text: &str) -> Option<Self> {
        let mut parts = text.split('$');
        let mut cost = [0_u32; 3];
        for (value, (name, given)) in cost.iter_mut().zip(["ln=", "r=", "p="].into_iter().zip(parts.next()?.split(',')))
        {
            *value = given.strip_prefix(name)?.parse().ok()?;
        }
        let [log_n, block, lanes] = cost;
        let (salt, hash) = (BASE64.decode(parts.next()?).ok()?, BASE64.decode(parts.next()?).ok()?);
        Self::new(1_u32.checked_shl(log_n)?, block, lanes, salt, hash)
    }

    /// `32768:8:1$salt$hash in hexadecimal`
    fn werkzeug(text: &str) -> Option<Self> {
        let mut parts = text.split('$');
        let mut cost = parts.next()?.split(':').map(|part| part.parse::<u32>().ok());
        let (cost, block, lanes) = (cost.next()??, cost.next()??, cost.next()??);
        Self::new(cost, block, lanes, parts.next()?.as_bytes().to_vec(), unhex(parts.next()?)?)
    }

    /// `salt$16384$8$1$hash`
    fn django(text: &str) -> Option<Self> {
        let mut parts = text.split('$');
        let salt = parts.next()?.as_bytes().to_vec();
        let (cost, block, lanes) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Self::new(cost, block, lanes, salt, BASE64.decode(parts.next()?).ok()?)
    }

    pub(super) fn verify(&self, password: &str) -> bool {
        let Ok(params) = scrypt::Params::new(self.log_n, self.block, self.lanes) else { return false };
        let mut made = vec![0; self.hash.len()];
        scrypt::scrypt(password.as_bytes(), &self.salt, &params, &mut made).is_ok() && same(&made, &self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::Scrypt;

    #[test]
    fn what_would_take_forever_is_refused() {
        for text in [
            "$scrypt$ln=40,r=8,p=1$c2FsdA$aGFzaA",
            "$scrypt$ln=20,r=8,p=1$c2FsdA$aGFzaA",
            "scrypt:1000:8:1$salt$00",
            "scrypt:16384:0:1$salt$00",
            "scrypt$salt$16384$8$100$aGFzaA==",
            "scrypt$salt$16384$8$1$",
        ] {
            assert!(Scrypt::parse(text).is_none(), "{text}");
        }
    }
}
