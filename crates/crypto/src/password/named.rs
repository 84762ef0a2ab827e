//! Hashes that say themselves how they were made: Django, LDAP, `WordPress`, PHC strings, Keycloak, scrypt.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;

use super::legacy::MOST_ROUNDS;
use super::scrypt::Scrypt;
use super::{argon, bcrypt, phpass};
use crate::digest::{Digest, pbkdf2, same};

/// Whether a text is in one of the forms.
pub(super) fn is_known(text: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "pbkdf2_",
        "bcrypt_sha256$",
        "bcrypt$",
        "argon2$",
        "md5$",
        "sha1$",
        "{SSHA",
        "{SHA",
        "$P$",
        "$H$",
        "$wp$",
        "$2",
        "$argon2",
        "$pbkdf2",
    ];
    PREFIXES.iter().any(|prefix| text.starts_with(prefix))
        || Scrypt::parse(text).is_some()
        || keycloak(text).is_some()
        || keycloak_argon(text).is_some()
}

/// Whether a password is the one that was hashed.
pub(super) fn verify(password: &str, text: &str) -> bool {
    if text.starts_with("$P$") || text.starts_with("$H$") {
        return phpass::verify(password, text);
    }
    if text.starts_with("$2") {
        return bcrypt(password, text);
    }
    if let Some(phc) = keycloak_argon(text).or_else(|| text.starts_with("$argon2").then(|| text.to_owned())) {
        return argon(password, &phc);
    }
    // Django says first which of its hashers it was.
    if let Some(rest) = text.strip_prefix("argon2$") {
        return argon(password, &format!("${rest}"));
    }
    if let Some(rest) = text.strip_prefix("bcrypt$") {
        return bcrypt(password, rest);
    }
    if let Some(scrypt) = Scrypt::parse(text) {
        return scrypt.verify(password);
    }
    if let Some(salted) = salted(password, text) {
        return salted;
    }
    if let Some(digest) = text.strip_prefix("$wp") {
        return wordpress(password, digest);
    }
    if let Some(rest) = text.strip_prefix("bcrypt_sha256$") {
        let inner = crate::digest::hex(&Digest::Sha256.of(password.as_bytes()));
        return bcrypt(&inner, rest);
    }
    if let Some(rest) = text.strip_prefix('{').filter(|rest| !rest.starts_with('"')) {
        return ldap(password, rest).unwrap_or(false);
    }
    let stretched = django(text).or_else(|| phc(text)).or_else(|| keycloak(text));
    stretched.is_some_and(|stretched| stretched.verify(password))
}

/// A hash of PBKDF2 with its parameters.
struct Stretched {
    digest: Digest,
    rounds: u32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Stretched {
    fn verify(&self, password: &str) -> bool {
        if self.rounds == 0 || self.rounds > MOST_ROUNDS || self.hash.is_empty() || self.hash.len() > 512 {
            return false;
        }
        pbkdf2(self.digest, password.as_bytes(), &self.salt, self.rounds, self.hash.len())
            .is_some_and(|made| same(&made, &self.hash))
    }
}

/// `pbkdf2_sha256$rounds$salt$hash`
fn django(text: &str) -> Option<Stretched> {
    let mut parts = text.strip_prefix("pbkdf2_")?.split('$');
    let (digest, rounds, salt) = (Digest::named(parts.next()?)?, parts.next()?.parse().ok()?, parts.next()?);
    Some(Stretched {
        digest,
        rounds,
        salt: salt.as_bytes().to_vec(),
        hash: BASE64_STANDARD.decode(parts.next()?).ok()?,
    })
}

/// `$pbkdf2-sha256$i=rounds$salt$hash`, or with the rounds alone as passlib writes it.
fn phc(text: &str) -> Option<Stretched> {
    let mut parts = text.strip_prefix("$pbkdf2")?.split('$');
    let digest = match parts.next()? {
        "" => Digest::Sha1,
        name => Digest::named(name.strip_prefix('-')?)?,
    };
    let rounds = parts.next()?.split(',').next()?.trim_start_matches("i=").parse().ok()?;
    let decode = |text: &str| {
        let text = text.replace('.', "+");
        base64::prelude::BASE64_STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok()
    };
    Some(Stretched { digest, rounds, salt: decode(parts.next()?)?, hash: decode(parts.next()?)? })
}

/// A credential of a Keycloak export: `{"algorithm", "hashIterations", "salt", "value"}`.
fn keycloak(text: &str) -> Option<Stretched> {
    let parsed: Value = serde_json::from_str(text).ok()?;
    let member = |name: &str| parsed.get(name).and_then(Value::as_str);
    let digest = match member("algorithm")? {
        "pbkdf2" => Digest::Sha1,
        name => Digest::named(name.strip_prefix("pbkdf2-")?)?,
    };
    let rounds = u32::try_from(parsed.get("hashIterations")?.as_u64()?).ok()?;
    let decode = |text: &str| BASE64_STANDARD.decode(text).ok();
    Some(Stretched { digest, rounds, salt: decode(member("salt")?)?, hash: decode(member("value")?)? })
}

/// A credential of a Keycloak export that was hashed with Argon2, in PHC form.
fn keycloak_argon(text: &str) -> Option<String> {
    let parsed: Value = serde_json::from_str(text).ok()?;
    if parsed.get("algorithm")?.as_str()? != "argon2" {
        return None;
    }
    let member = |name: &str| parsed.get(name)?.as_str().map(|text| text.trim_end_matches('='));
    let parameter = |name: &str| parsed.get("additionalParameters")?.get(name)?.get(0)?.as_str();
    let version = if parameter("version")? == "1.0" { 16 } else { 19 };
    let (kind, memory, lanes) = (parameter("type")?, parameter("memory")?, parameter("parallelism")?);
    let passes = parsed.get("hashIterations")?.as_u64()?;
    Some(format!("$argon2{kind}$v={version}$m={memory},t={passes},p={lanes}${}${}", member("salt")?, member("value")?))
}

/// `md5$salt$hash` and `sha1$salt$hash`, as Django once wrote them.
fn salted(password: &str, text: &str) -> Option<bool> {
    let mut parts = text.split('$');
    let digest = match parts.next()? {
        "md5" => Digest::Md5,
        "sha1" => Digest::Sha1,
        _ => return None,
    };
    let (salt, hash) = (parts.next()?, parts.next()?);
    let made = crate::digest::hex(&digest.of(format!("{salt}{password}").as_bytes()));
    Some(same(made.as_bytes(), hash.to_ascii_lowercase().as_bytes()))
}

/// `{SSHA}`, `{SHA256}` and their like: base64 of the digest, followed by the salt.
fn ldap(password: &str, rest: &str) -> Option<bool> {
    let (name, encoded) = rest.split_once('}')?;
    let name = name.to_ascii_lowercase();
    let digest = match name.strip_prefix('s').filter(|rest| rest.starts_with("sha")).unwrap_or(&name) {
        "sha" => Digest::Sha1,
        other => Digest::named(other)?,
    };
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    let (hash, salt) = bytes.split_at_checked(digest.length())?;
    Some(same(&digest.of(&[password.as_bytes(), salt].concat()), hash))
}

/// `WordPress` from 6.8 on: bcrypt of an HMAC, so that long passwords count in full.
fn wordpress(password: &str, digest: &str) -> bool {
    let inner = BASE64_STANDARD.encode(crate::digest::hmac_sha384(b"wp-sha384", password.trim().as_bytes()));
    bcrypt(&inner, digest)
}

#[cfg(test)]
mod tests {
    use super::{is_known, verify};

    #[test]
    fn each_form_is_verified() {
        for (text, password) in [
            ("pbkdf2_sha256$1000$salt$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM=", "password"),
            ("$pbkdf2-sha256$1000$c2FsdA$YywoEuRtRgQQK6dhjp1tfS.BKPYma0oDJk0qBGC33LM", "password"),
            (
                r#"{"algorithm":"pbkdf2-sha256","hashIterations":1000,"salt":"c2FsdA==","value":"YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM="}"#,
                "password",
            ),
            ("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", "password"),
        ] {
            assert!(is_known(text), "{text}");
            assert!(verify(password, text), "{text}");
            assert!(!verify("other", text), "{text}");
        }
    }
}
