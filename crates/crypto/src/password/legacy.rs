//! Hashes written down as `[algorithm, arguments, hash]`: how another system made them, argument by argument.

use super::firebase;
use super::scrypt::Scrypt;
use crate::digest::{Digest, hex, pbkdf2, same};

/// Most rounds of an imported PBKDF2 hash.
pub(super) const MOST_ROUNDS: u32 = 2_000_000;

/// Stands for the password among the arguments.
const PASSWORD: &str = "@";

/// Why a hash of another system cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegacyError {
    /// Not `[algorithm, arguments, hash]` with `@` among the arguments.
    Format,
    /// An algorithm that is not known.
    Algorithm,
}

impl std::fmt::Display for LegacyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Format => "not [algorithm, arguments, hash] with “@” among the arguments",
            Self::Algorithm => "an unknown algorithm",
        })
    }
}

impl std::error::Error for LegacyError {}

/// A hash with how it was made.
#[derive(Debug)]
pub struct Legacy {
    method: Method,
    hash: String,
}

#[derive(Debug)]
enum Method {
    /// Digest of the arguments one after the other.
    Digest(Digest, Vec<String>),
    Pbkdf2 {
        salt: Vec<u8>,
        rounds: u32,
        length: usize,
        digest: Digest,
    },
    Firebase(firebase::Params),
    Scrypt(Scrypt),
}

impl Legacy {
    /// Reads the JSON form.
    pub fn parse(text: &str) -> Result<Self, LegacyError> {
        let (algorithm, arguments, hash): (String, Vec<serde_json::Value>, String) =
            serde_json::from_str(text).map_err(|_| LegacyError::Format)?;
        let arguments: Vec<String> = arguments
            .into_iter()
            .map(|argument| match argument {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            })
            .collect();
        if !arguments.iter().any(|argument| argument == PASSWORD) {
            return Err(LegacyError::Format);
        }
        let method = match algorithm.as_str() {
            "pbkdf2" | "pbkdf2Sync" => pbkdf2_method(&arguments)?,
            "firebase-scrypt" => Method::Firebase(firebase::Params::parse(&arguments).ok_or(LegacyError::Format)?),
            "scrypt" | "scryptSync" => Method::Scrypt(scrypt_method(&arguments, &hash).ok_or(LegacyError::Format)?),
            name => Method::Digest(Digest::named(name).ok_or(LegacyError::Algorithm)?, arguments),
        };
        Ok(Self { method, hash })
    }

    /// Whether a password is the one that was hashed.
    pub fn verify(&self, password: &str) -> bool {
        let made = match &self.method {
            Method::Digest(digest, arguments) => {
                let text: String =
                    arguments.iter().map(|argument| if argument == PASSWORD { password } else { argument }).collect();
                Some(hex(&digest.of(text.as_bytes())))
            }
            Method::Pbkdf2 { salt, rounds, length, digest } => {
                pbkdf2(*digest, password.as_bytes(), salt, *rounds, *length).map(|made| hex(&made))
            }
            Method::Firebase(params) => return params.verify(password, &self.hash),
            Method::Scrypt(scrypt) => return scrypt.verify(password),
        };
        made.is_some_and(|made| same(made.as_bytes(), self.hash.to_ascii_lowercase().as_bytes()))
    }
}

/// `[salt, rounds, length, digest, "@"]`; a salt that begins with `hex:` is binary.
fn pbkdf2_method(arguments: &[String]) -> Result<Method, LegacyError> {
    let [salt, rounds, length, digest, ..] = arguments else { return Err(LegacyError::Format) };
    let salt = binary(salt).ok_or(LegacyError::Format)?;
    let rounds: u32 = rounds.parse().map_err(|_| LegacyError::Format)?;
    let length: usize = length.parse().map_err(|_| LegacyError::Format)?;
    if rounds == 0 || rounds > MOST_ROUNDS || length == 0 || length > 512 {
        return Err(LegacyError::Format);
    }
    let digest = Digest::named(digest).ok_or(LegacyError::Algorithm)?;
    Ok(Method::Pbkdf2 { salt, rounds, length, digest })
}

/// `[salt, N, block size, parallelism, length, "@"]`; a salt that begins with `hex:` is binary.
fn scrypt_method(arguments: &[String], hash: &str) -> Option<Scrypt> {
    let [salt, cost, block, lanes, length, ..] = arguments else { return None };
    let hash = crate::digest::unhex(hash).filter(|hash| Some(hash.len()) == length.parse().ok())?;
    Scrypt::new(cost.parse().ok()?, block.parse().ok()?, lanes.parse().ok()?, binary(salt)?, hash)
}

fn binary(salt: &str) -> Option<Vec<u8>> {
    match salt.strip_prefix("hex:") {
        Some(text) => crate::digest::unhex(text),
        None => Some(salt.as_bytes().to_vec()),
    }
}
