//! Proofs of possession (RFC 9449): a token is worth nothing without the key it was issued to.

use avouch_crypto::jose::{self, VerifyingKey};
use avouch_crypto::{keygrip, sha256};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::Value;
use url::Url;

use crate::extensions::Extension;
use crate::records::is_first_use;
use crate::{Issuer, OidcError, Provider, fapi};

/// How far the client's clock may differ, in seconds.
const LEEWAY: i64 = 60;

/// How long a number of ours is taken, in seconds; the one before it is taken too.
const WINDOW: i64 = 300;

/// Longest proof, in bytes.
const LONGEST: usize = 8 * 1024;

/// Signature algorithms of proofs, as discovery tells them.
pub(crate) const ALGORITHMS: [&str; 7] = ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "RS256"];

/// A proof, and the request that it came with.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The `DPoP` header.
    pub header: &'a str,
    /// Method of the request.
    pub method: &'a str,
    /// Path of the request beneath the issuer.
    pub path: &'a str,
}

impl Provider {
    /// Checks a proof; answers the thumbprint of its key. With `token`, it must be a proof for that token.
    pub(crate) async fn check_proof(
        &self,
        issuer: &Issuer,
        proof: Proof<'_>,
        token: Option<&str>,
    ) -> Result<String, OidcError> {
        let bad = OidcError::invalid_dpop_proof;
        if proof.header.len() > LONGEST {
            return Err(bad("the proof is too long"));
        }
        let (header, _) = jose::peek(proof.header).map_err(|_| bad("the proof is not a JWT"))?;
        if header.typ.as_deref() != Some("dpop+jwt") {
            return Err(bad("the proof's typ must be dpop+jwt"));
        }
        if self.extensions.has(Extension::Fapi2) && !fapi::ALGORITHMS.contains(&header.alg.as_str()) {
            return Err(bad("the profile does not allow the proof's algorithm"));
        }
        let jwk = header.jwk.as_ref().ok_or_else(|| bad("the proof has no jwk"))?;
        let key = VerifyingKey::from_jwk(jwk, &header.alg).map_err(|_| bad("the proof's key cannot be used"))?;
        let thumbprint = key.kid().to_owned();
        let text = proof.header.to_owned();
        let verified = self.signing.run(move || jose::verify(&text, |_| Some(&key))).await?;
        let (_, claims) = verified.map_err(|_| bad("the proof's signature does not match"))?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        if text("htm") != Some(proof.method) {
            return Err(bad("the proof is for another method"));
        }
        let own = format!("{}{}", issuer.url(), proof.path);
        if !text("htu").is_some_and(|htu| is_same_place(htu, &own)) {
            return Err(bad("the proof is for another address"));
        }
        let now = issuer.tenant.now().seconds();
        let iat = claims.get("iat").and_then(Value::as_i64).filter(|iat| (now - LEEWAY..=now + LEEWAY).contains(iat));
        let iat = iat.ok_or_else(|| bad("the proof is too old or not good yet"))?;
        let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
        if seconds("exp").is_some_and(|at| at < now - LEEWAY) || seconds("nbf").is_some_and(|at| at > now + LEEWAY) {
            return Err(bad("the proof is over or not good yet"));
        }
        let ath = token.map(|token| BASE64_URL_SAFE_NO_PAD.encode(sha256(token.as_bytes())));
        if ath.is_some() && text("ath") != ath.as_deref() {
            return Err(bad("the proof is for another access token"));
        }
        if self.extensions.has(Extension::DpopNonce) {
            self.check_nonce(issuer, text("nonce")).await?;
        }
        let jti = text("jti").filter(|jti| !jti.is_empty()).ok_or_else(|| bad("the proof has no jti"))?;
        if !is_first_use(&issuer.tenant, &thumbprint, jti, iat + 2 * LEEWAY).await? {
            return Err(bad("the proof was used already"));
        }
        Ok(thumbprint)
    }

    async fn check_nonce(&self, issuer: &Issuer, nonce: Option<&str>) -> Result<(), OidcError> {
        let keys = self.keys(&issuer.tenant).await?;
        let window = issuer.tenant.now().seconds().div_euclid(WINDOW);
        let text = |window: i64| format!("dpop-nonce={window}");
        let known = nonce.is_some_and(|nonce| {
            keys.cookies()
                .iter()
                .any(|key| keygrip::verify(key, &text(window), nonce) || keygrip::verify(key, &text(window - 1), nonce))
        });
        if known {
            return Ok(());
        }
        let fresh = keys.cookies().first().map(|key| keygrip::sign(key, &text(window)));
        Err(OidcError::use_dpop_nonce(fresh.unwrap_or_default()))
    }
}

/// Whether an address is ours, whatever its query and fragment (section 4.3).
fn is_same_place(htu: &str, own: &str) -> bool {
    let plain = |text: &str| {
        let mut url = Url::parse(text).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        Some(url)
    };
    plain(htu).is_some_and(|htu| Some(htu) == plain(own))
}

#[cfg(test)]
mod tests {
    use super::is_same_place;

    #[test]
    fn a_place_is_the_same_however_it_is_written() {
        let own = "https://id.test/oidc/token";
        for same in ["https://id.test/oidc/token", "https://ID.test:443/oidc/token?x=1#y"] {
            assert!(is_same_place(same, own), "{same}");
        }
        for other in ["http://id.test/oidc/token", "https://id.test/oidc/me", "https://id.test.evil/oidc/token", "x"] {
            assert!(!is_same_place(other, own), "{other}");
        }
    }
}
