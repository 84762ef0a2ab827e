//! ID tokens of providers (`OpenID` Connect Core section 3.1.3.7).

use std::time::Duration;

use avouch_crypto::jose;
use avouch_outbound::Client;
use aws_lc_rs::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::Value;

use crate::Error;

/// Longest that a provider's keys are believed.
const KEYS_FOR: Duration = Duration::from_mins(10);

/// Soonest that they are fetched again, for a key that is not among them.
const KEYS_AGAIN: Duration = Duration::from_secs(30);

/// What a token must be.
pub(crate) struct Rules<'a> {
    /// Where the provider's keys are.
    pub(crate) keys: &'a str,
    /// Who may have issued it; anyone if there is none.
    pub(crate) issuers: &'a [&'a str],
    /// Whom it must be for.
    pub(crate) audience: &'a str,
    /// Seconds that clocks may differ.
    pub(crate) tolerance: i64,
    /// Which signatures are accepted; all that are asymmetric unless said.
    pub(crate) algorithms: Option<&'a [String]>,
    /// The nonce that it was asked for with (OpenID Connect Core section 3.1.3.7, step 11).
    pub(crate) nonce: Option<&'a str>,
    /// Seconds since it was issued, at most.
    pub(crate) oldest: Option<i64>,
    /// Whom it must be about.
    pub(crate) subject: Option<&'a str>,
    /// Its media type.
    pub(crate) typ: Option<&'a str>,
    /// Extensions of the header that may be critical (RFC 7515 section 4.1.11).
    pub(crate) understood: &'a [&'a str],
    /// Seconds since the Unix epoch.
    pub(crate) now: i64,
}

impl Rules<'_> {
    /// No rule but the time.
    pub(crate) fn at(now: i64) -> Self {
        Self {
            keys: "",
            issuers: &[],
            audience: "",
            tolerance: 0,
            algorithms: None,
            nonce: None,
            oldest: None,
            subject: None,
            typ: None,
            understood: &[],
            now,
        }
    }
}

fn refused(why: &str) -> Error {
    Error::IdTokenInvalid(why.to_owned())
}

/// The claims of a token that keeps the rules.
pub(crate) async fn verify(http: &Client, token: &str, rules: &Rules<'_>) -> Result<Value, Error> {
    let (header, claims) = jose::peek(token).map_err(|error| refused(&error.to_string()))?;
    let is_accepted = rules.algorithms.is_none_or(|accepted| accepted.contains(&header.alg));
    if !is_accepted {
        return Err(refused("its signature is of a kind that is not accepted"));
    }
    if header.crit.is_some() && !understands(token, rules.understood) {
        return Err(refused("it has critical extensions that nobody here understands"));
    }
    if !(signed(http, token, &header, rules.keys, KEYS_FOR).await?
        || signed(http, token, &header, rules.keys, KEYS_AGAIN).await?)
    {
        return Err(refused("its signature is not one of the provider"));
    }
    if let Some(typ) = rules.typ
        && !header.typ.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(typ))
    {
        return Err(refused("it is of another type"));
    }
    check(&claims, rules).map_err(refused)?;
    Ok(claims)
}

/// Whether every critical extension is there, and among those that are understood. A payload that is not encoded
/// (RFC 7797) never is: no ID token has one.
fn understands(token: &str, understood: &[&str]) -> bool {
    let header = token.split('.').next().and_then(|header| BASE64_URL_SAFE_NO_PAD.decode(header).ok());
    let header: Option<Value> = header.and_then(|header| serde_json::from_slice(&header).ok());
    let Some(header) = header else { return false };
    let names = header.get("crit").and_then(Value::as_array).filter(|names| !names.is_empty());
    let is_known = |name: &str| name != "b64" && understood.contains(&name) && header.get(name).is_some();
    names.is_some_and(|names| names.iter().all(|name| name.as_str().is_some_and(is_known)))
}

fn check(claims: &Value, rules: &Rules<'_>) -> Result<(), &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    // Some providers write times with a fraction.
    #[expect(clippy::cast_possible_truncation, reason = "a second more or less does not matter")]
    let time = |name: &str| claims.get(name).and_then(|time| time.as_i64().or(time.as_f64().map(|time| time as i64)));
    if !rules.issuers.is_empty() && !text("iss").is_some_and(|issuer| rules.issuers.contains(&issuer)) {
        return Err("another issued it");
    }
    let is_for = match claims.get("aud") {
        Some(Value::String(audience)) => audience == rules.audience,
        Some(Value::Array(audiences)) => audiences.iter().any(|one| one.as_str() == Some(rules.audience)),
        _ => false,
    };
    if !is_for {
        return Err("it is for another client");
    }
    if time("exp").is_none_or(|end| end.saturating_add(rules.tolerance) <= rules.now) {
        return Err("its time is over");
    }
    if time("nbf").is_some_and(|start| start.saturating_sub(rules.tolerance) > rules.now) {
        return Err("its time has not come");
    }
    if let Some(oldest) = rules.oldest {
        let age = time("iat").map(|issued| rules.now.saturating_sub(issued));
        if age.is_none_or(|age| age.saturating_sub(rules.tolerance) > oldest || age < -rules.tolerance) {
            return Err("it is too old");
        }
    }
    if rules.subject.is_some_and(|subject| text("sub") != Some(subject)) {
        return Err("it is about somebody else");
    }
    if rules.nonce.is_some() && text("nonce") != rules.nonce {
        return Err("it answers another request");
    }
    Ok(())
}

/// Whether one of the provider's keys, not older than so, signed the token.
async fn signed(
    http: &Client,
    token: &str,
    header: &jose::Header,
    keys: &str,
    oldest: Duration,
) -> Result<bool, Error> {
    let answer = http.document(keys, oldest).await?;
    let set = if answer.status.is_success() { answer.json() } else { None };
    let set = set.ok_or_else(|| Error::General("its keys could not be read".to_owned()))?;
    let Some((message, signature)) = token.rsplit_once('.') else { return Ok(false) };
    let Ok(signature) = BASE64_URL_SAFE_NO_PAD.decode(signature) else { return Ok(false) };
    let candidates = set.get("keys").and_then(Value::as_array).into_iter().flatten();
    let mut candidates = candidates.filter(|key| fits(key, header));
    Ok(candidates.any(|key| is_signature(key, &header.alg, message.as_bytes(), &signature) == Some(true)))
}

/// Whether a key may have signed a token with such a header.
fn fits(key: &Value, header: &jose::Header) -> bool {
    let says = |name: &str| key.get(name).and_then(Value::as_str);
    let same = |own: Option<&str>, other: &str| own.is_none_or(|own| own == other);
    header.kid.as_deref().is_none_or(|kid| same(says("kid"), kid))
        && same(says("use"), "sig")
        && same(says("alg"), &header.alg)
}

/// Whether the signature is that of a key (RFC 7518 sections 3.3 to 3.5, RFC 8037). A key is used only with algorithms of
/// its own kind.
fn is_signature(key: &Value, algorithm: &str, message: &[u8], signature: &[u8]) -> Option<bool> {
    let says = |name: &str| key.get(name).and_then(Value::as_str);
    let bytes = |name: &str| BASE64_URL_SAFE_NO_PAD.decode(says(name)?).ok();
    let rsa = |parameters: &'static signature::RsaParameters| {
        let trimmed = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
        let public = RsaPublicKeyComponents { n: trimmed(bytes("n")?), e: trimmed(bytes("e")?) };
        (says("kty") == Some("RSA")).then(|| public.verify(parameters, message, signature).is_ok())
    };
    let curve = |name: &str, size: usize, algorithm: &'static signature::EcdsaVerificationAlgorithm| {
        // Coordinates that lost their leading zeros get them back.
        let padded = |mut bytes: Vec<u8>| {
            let missing = size.checked_sub(bytes.len())?;
            bytes.splice(0..0, std::iter::repeat_n(0, missing));
            Some(bytes)
        };
        let mut point = vec![4];
        point.extend(padded(bytes("x")?)?);
        point.extend(padded(bytes("y")?)?);
        let is_curve = says("kty") == Some("EC") && says("crv") == Some(name);
        is_curve.then(|| UnparsedPublicKey::new(algorithm, point).verify(message, signature).is_ok())
    };
    match algorithm {
        "RS256" => rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
        "RS384" => rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
        "RS512" => rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
        "PS256" => rsa(&signature::RSA_PSS_2048_8192_SHA256),
        "PS384" => rsa(&signature::RSA_PSS_2048_8192_SHA384),
        "PS512" => rsa(&signature::RSA_PSS_2048_8192_SHA512),
        "ES256" => curve("P-256", 32, &signature::ECDSA_P256_SHA256_FIXED),
        "ES384" => curve("P-384", 48, &signature::ECDSA_P384_SHA384_FIXED),
        "ES512" => curve("P-521", 66, &signature::ECDSA_P521_SHA512_FIXED),
        "EdDSA" if says("kty") == Some("OKP") && says("crv") == Some("Ed25519") => {
            let public = UnparsedPublicKey::new(&signature::ED25519, bytes("x")?);
            Some(public.verify(message, signature).is_ok())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
    use serde_json::{Value, json};

    use super::understands;

    #[test]
    fn critical_extensions_must_be_understood_and_there() {
        let understood = |header: Value| {
            let token = format!("{}.e30.x", BASE64_URL_SAFE_NO_PAD.encode(header.to_string()));
            understands(&token, &["ours", "b64"])
        };
        assert!(understood(json!({ "alg": "ES256", "crit": ["ours"], "ours": 1 })));
        for header in [
            json!({ "crit": ["ours"] }),
            json!({ "crit": ["ours", "theirs"], "ours": 1, "theirs": 1 }),
            json!({ "crit": [], "ours": 1 }),
            json!({ "crit": "ours", "ours": 1 }),
            json!({ "crit": [1], "ours": 1 }),
            json!({ "crit": ["b64"], "b64": false }),
        ] {
            assert!(!understood(header.clone()), "{header}");
        }
    }
}
