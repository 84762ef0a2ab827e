//! Access tokens of ours, presented to an API of ours (RFC 6750, RFC 9068).

use std::sync::Arc;

use avouch_crypto::jose::{self, JwtError};
use avouch_crypto::sha256;
use avouch_model::TenantId;
use avouch_store::domains;
use serde_json::{Value, json};
use url::Url;

use crate::{Issuer, OidcError, Provider};

/// Tokens whose signature was checked, by hash.
const REMEMBERED: u64 = 10_000;

/// Tokens whose signature was checked. Whether they still count is decided at each use.
#[derive(Clone, Debug)]
pub(crate) struct Verified {
    tokens: moka::sync::Cache<[u8; 32], Arc<Token>>,
}

impl Default for Verified {
    fn default() -> Self {
        Self { tokens: moka::sync::Cache::new(REMEMBERED) }
    }
}

/// A token that one of our keys signed.
#[derive(Debug)]
pub struct Token {
    /// Whose key.
    issued_by: TenantId,
    kid: String,
    typ: Option<String>,
    claims: Value,
}

impl Token {
    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// Whether `scope` has a value.
    pub fn has_scope(&self, wanted: &str) -> bool {
        self.text("scope").is_some_and(|scope| scope.split(' ').any(|value| value == wanted))
    }
}

/// Why a token is not accepted, in the words of the `jose` library that clients know.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Not a token of ours, or its signature is not ours.
    Token(JwtError),
    /// A claim is not as it must be.
    Claim {
        /// Which one.
        claim: &'static str,
        /// All of them.
        claims: Value,
    },
    /// Its time is over.
    Expired {
        /// All claims.
        claims: Value,
    },
    /// The check could not be made.
    Failed(OidcError),
}

impl Refusal {
    /// What a client is told beside the code.
    pub fn data(&self) -> Option<Value> {
        Some(match self {
            Self::Token(JwtError::Malformed) => json!({ "code": "ERR_JWS_INVALID", "name": "JWSInvalid" }),
            Self::Token(JwtError::Key) => json!({ "code": "ERR_JWKS_NO_MATCHING_KEY", "name": "JWKSNoMatchingKey" }),
            Self::Token(JwtError::Signature) => {
                json!({ "code": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "name": "JWSSignatureVerificationFailed" })
            }
            Self::Claim { claim, claims } => json!({
                "code": "ERR_JWT_CLAIM_VALIDATION_FAILED",
                "name": "JWTClaimValidationFailed",
                "claim": claim,
                "reason": "check_failed",
                "payload": claims,
            }),
            Self::Expired { claims } => json!({
                "code": "ERR_JWT_EXPIRED",
                "name": "JWTExpired",
                "claim": "exp",
                "reason": "check_failed",
                "payload": claims,
            }),
            Self::Failed(_) => return None,
        })
    }
}

impl From<OidcError> for Refusal {
    fn from(error: OidcError) -> Self {
        Self::Failed(error)
    }
}

impl Provider {
    /// Checks an access token for `audience`, issued by the tenant itself or by the admin tenant.
    pub async fn authenticate(&self, issuer: &Issuer, audience: &str, token: &str) -> Result<Arc<Token>, Refusal> {
        let hash = sha256(token.as_bytes());
        let known = if let Some(known) = self.bearers.tokens.get(&hash) {
            known
        } else {
            let verified = Arc::new(self.verify(issuer, token).await?);
            self.bearers.tokens.insert(hash, Arc::clone(&verified));
            verified
        };
        self.check_issuer(issuer, &known).await?;
        check_claims(&known, audience, issuer.tenant.now().seconds())?;
        Ok(known)
    }

    /// Checks an access token that the tenant itself signed, whatever its audience.
    pub async fn own_token(&self, issuer: &Issuer, token: &str) -> Result<Token, Refusal> {
        let verified = self.verify(issuer, token).await?;
        self.check_issuer(issuer, &verified).await?;
        check_kind_and_time(&verified, issuer.tenant.now().seconds())?;
        Ok(verified)
    }

    /// Checks the signature with the key that the token names, of whichever of the two tenants has it.
    async fn verify(&self, issuer: &Issuer, token: &str) -> Result<Token, Refusal> {
        let (header, _) = jose::peek(token).map_err(Refusal::Token)?;
        let kid = header.kid.unwrap_or_default();
        for tenant in accepted(issuer) {
            let keys = self.keys(&self.store.tenant(&tenant)).await?;
            if keys.find(&kid).is_none() {
                continue;
            }
            let text = token.to_owned();
            let named = kid.clone();
            let outcome = self.signing.run(move || jose::verify(&text, |_| keys.find(&named))).await;
            let (header, claims) = outcome.map_err(OidcError::from)?.map_err(Refusal::Token)?;
            return Ok(Token { issued_by: tenant, kid, typ: header.typ, claims });
        }
        Err(Refusal::Token(JwtError::Key))
    }

    /// The issuer must be the tenant whose key signed, and that key must still be published.
    async fn check_issuer(&self, issuer: &Issuer, token: &Token) -> Result<(), Refusal> {
        let unexpected = || Refusal::Claim { claim: "iss", claims: token.claims.clone() };
        if !accepted(issuer).contains(&token.issued_by) {
            return Err(Refusal::Token(JwtError::Key));
        }
        let keys = self.keys(&self.store.tenant(&token.issued_by)).await?;
        if keys.find(&token.kid).is_none() {
            return Err(Refusal::Token(JwtError::Key));
        }
        let iss = token.text("iss").ok_or_else(unexpected)?;
        let own = token.issued_by == *avouch_store::Read::id(&issuer.tenant) && iss == issuer.url();
        let home = iss == self.endpoints.issuer(&token.issued_by);
        if own || home || self.is_domain_of(&token.issued_by, iss).await? { Ok(()) } else { Err(unexpected()) }
    }

    /// Whether an issuer is a tenant's at one of its custom domains.
    async fn is_domain_of(&self, tenant: &TenantId, iss: &str) -> Result<bool, Refusal> {
        let host = Url::parse(iss).ok().and_then(|url| url.host_str().map(ToOwned::to_owned)).unwrap_or_default();
        if iss != format!("{}/oidc", self.endpoints.at_domain(&host)) {
            return Ok(false);
        }
        let found = domains::tenant_of(&self.store, &host).await.map_err(OidcError::from)?;
        Ok(found.is_some_and(|own| own == *tenant))
    }
}

fn check_claims(token: &Token, audience: &str, now: i64) -> Result<(), Refusal> {
    let fits = match token.claims.get("aud") {
        Some(Value::String(aud)) => aud == audience,
        Some(Value::Array(all)) => all.iter().any(|aud| aud.as_str() == Some(audience)),
        _ => false,
    };
    if !fits {
        return Err(Refusal::Claim { claim: "aud", claims: token.claims.clone() });
    }
    check_kind_and_time(token, now)
}

fn check_kind_and_time(token: &Token, now: i64) -> Result<(), Refusal> {
    let wrong = |claim| Err(Refusal::Claim { claim, claims: token.claims.clone() });
    // One that is bound to a key is nothing without a proof, which is not looked for here (RFC 9449 section 7.2).
    if token.claims.get("cnf").is_some() {
        return wrong("cnf");
    }
    // An ID token or a logout token is not an access token, whoever signed it.
    if !token.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case("at+jwt")) {
        return wrong("typ");
    }
    let seconds = |claim: &str| token.claims.get(claim).and_then(Value::as_i64);
    if seconds("nbf").is_some_and(|at| at > now) {
        return wrong("nbf");
    }
    match seconds("exp") {
        Some(at) if at > now => Ok(()),
        Some(_) => Err(Refusal::Expired { claims: token.claims.clone() }),
        None => wrong("exp"),
    }
}

/// Tenants whose tokens an API of the issuer's tenant takes: its own and the operators'.
fn accepted(issuer: &Issuer) -> Vec<TenantId> {
    let own = avouch_store::Read::id(&issuer.tenant).clone();
    if own == TenantId::admin() { vec![own] } else { vec![own, TenantId::admin()] }
}
