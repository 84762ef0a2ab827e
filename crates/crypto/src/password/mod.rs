//! Passwords: how they are hashed here, and every hash that was made elsewhere and can be verified.
//!
//! Hashing takes milliseconds of a core: run it on a [`crate::Pool`].

mod firebase;
mod legacy;
mod named;
mod phpass;
mod scrypt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm as Argon2Algorithm, Argon2, Params, Version};
use avouch_model::users::PasswordAlgorithm;

use crate::digest::{Digest, hex, same};
use crate::random_bytes;

pub use legacy::{Legacy, LegacyError};

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (8192, 8, 1);

/// Most memory in KiB and most passes of an imported Argon2 hash.
const LARGEST: (u32, u32) = (256 * 1024, 64);

/// Highest cost of an imported bcrypt hash.
const HIGHEST_BCRYPT: u32 = 14;

/// Longest password that is looked at.
const LONGEST: usize = 1024;

/// A hash, and how it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed {
    /// How it was made.
    pub algorithm: PasswordAlgorithm,
    /// What is stored.
    pub digest: String,
}

impl std::fmt::Debug for Hashed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Hashed").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// Why a password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unhashable;

impl std::fmt::Display for Unhashable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the password cannot be hashed")
    }
}

impl std::error::Error for Unhashable {}

/// Hashes a password with Argon2i, 8 MiB, 8 passes, into PHC form.
pub fn hash(password: &str) -> Result<Hashed, Unhashable> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| Unhashable)?;
    let argon2 = Argon2::new(Argon2Algorithm::Argon2i, Version::V0x13, params);
    let salt: [u8; 16] = random_bytes();
    let digest = argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Unhashable)?;
    Ok(Hashed { algorithm: PasswordAlgorithm::Argon2i, digest: digest.to_string() })
}

/// Whether a password is the one that was hashed. What cannot be read as a hash matches nothing.
pub fn verify(password: &str, hashed: &Hashed) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    let digest = hashed.digest.as_str();
    match hashed.algorithm {
        PasswordAlgorithm::Argon2i | PasswordAlgorithm::Argon2id | PasswordAlgorithm::Argon2d => {
            argon(password, digest)
        }
        PasswordAlgorithm::Bcrypt => bcrypt(password, digest),
        PasswordAlgorithm::Md5 => plain(Digest::Md5, password, digest),
        PasswordAlgorithm::Sha1 => plain(Digest::Sha1, password, digest),
        PasswordAlgorithm::Sha256 => plain(Digest::Sha256, password, digest),
        PasswordAlgorithm::Legacy => match Legacy::parse(digest) {
            Ok(legacy) => legacy.verify(password),
            Err(_) => named::verify(password, digest),
        },
    }
}

/// Takes as long as verifying a password of a user who exists.
pub fn verify_nothing(password: &str) {
    drop(hash(password));
}

/// Whether a hash is as a new one would be; another is replaced at the next success.
pub fn is_current(hashed: &Hashed) -> bool {
    let (memory, passes, lanes) = COST;
    hashed.algorithm == PasswordAlgorithm::Argon2i
        && hashed.digest.starts_with(&format!("$argon2i$v=19$m={memory},t={passes},p={lanes}$"))
}

/// Whether a hash of an import can be read.
pub fn check_import(hashed: &Hashed) -> Result<(), LegacyError> {
    if hashed.algorithm != PasswordAlgorithm::Legacy || named::is_known(&hashed.digest) {
        return Ok(());
    }
    Legacy::parse(&hashed.digest).map(drop)
}

pub(crate) fn argon(password: &str, digest: &str) -> bool {
    let Ok(parsed) = Phc::new(digest) else { return false };
    let within = |name: &str, most: u32| parsed.params.get_decimal(name).is_none_or(|value| value <= most);
    if !within("m", LARGEST.0) || !within("t", LARGEST.1) || !within("p", 16) {
        return false;
    }
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

pub(crate) fn bcrypt(password: &str, digest: &str) -> bool {
    let cost: Option<u32> = digest.split('$').nth(2).and_then(|cost| cost.parse().ok());
    cost.is_some_and(|cost| cost <= HIGHEST_BCRYPT) && bcrypt::verify(password, digest).unwrap_or(false)
}

fn plain(digest: Digest, password: &str, expected: &str) -> bool {
    same(hex(&digest.of(password.as_bytes())).as_bytes(), expected.to_ascii_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(algorithm: PasswordAlgorithm, digest: &str, password: &str) {
        let hashed = Hashed { algorithm, digest: digest.to_owned() };
        assert!(check_import(&hashed).is_ok(), "{digest}");
        assert!(verify(password, &hashed), "{digest}");
        assert!(!verify("something else", &hashed), "{digest}");
    }

    #[test]
    fn a_hash_is_verified() {
        let hashed = hash("correct horse").unwrap();
        assert!(hashed.digest.starts_with("$argon2i$v=19$m=8192,t=8,p=1$"));
        assert!(verify("correct horse", &hashed) && !verify("battery staple", &hashed));
        assert!(is_current(&hashed));
        let cheap = "$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$xP3XRGJ7Yc1kSEXcZVvmbg";
        assert!(!is_current(&Hashed { algorithm: PasswordAlgorithm::Argon2i, digest: cheap.to_owned() }));
    }

    #[test]
    fn hashes_of_other_systems_are_verified() {
        use PasswordAlgorithm::{Bcrypt, Legacy, Md5, Sha1, Sha256};
        check(Md5, "5f4dcc3b5aa765d61d8327deb882cf99", "password");
        check(Sha1, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", "password");
        check(Sha256, "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "password");
        check(Bcrypt, &bcrypt::hash("password", 4).unwrap(), "password");
        check(Legacy, r#"["md5",["salt","@"],"67a1e09bb1f83f5007dc119c14d663aa"]"#, "password");
        check(Legacy, "{SSHA}TxyWZjfbQLc3Uzb7mU4JIOwYSHlzYWx0", "secret-of-ldap");
        check(Legacy, "$P$B12345678Eg2z6eqcenWjcSosVt4mZ.", "password");
    }

    #[test]
    fn what_would_take_forever_is_refused() {
        let huge =
            "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let hashed = Hashed { algorithm: PasswordAlgorithm::Argon2id, digest: huge.to_owned() };
        assert!(!verify("password", &hashed));
    }
}
