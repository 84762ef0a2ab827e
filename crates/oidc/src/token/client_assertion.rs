//! Client authentication by a signed assertion: `private_key_jwt` (RFC 7523, OpenID Connect Core 1.0 section 9).

use avouch_store::applications::Client;
use serde_json::Value;

use super::Request;
use crate::records::is_first_use;
use crate::{OidcError, Provider, fapi};

/// The only kind of assertion there is.
pub(super) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How far the client's clock may differ, in seconds.
const LEEWAY: i64 = 60;

/// How long an assertion may be good for, in seconds: as long it has to be remembered.
const LONGEST: i64 = 3600;

/// Checks that the client signed the assertion, for this provider, now, and has not used it before.
pub(super) async fn check(
    provider: &Provider,
    request: &Request<'_>,
    client: &Client,
    assertion: &str,
) -> Result<(), OidcError> {
    let refused = |detail| Err(OidcError::client_authentication(detail));
    if request.params.get("client_assertion_type") != Some(TYPE) {
        return refused("unknown client_assertion_type");
    }
    let tenant = &request.issuer.tenant;
    let Some((header, claims)) = provider.signed_by(tenant, client, assertion).await? else {
        return refused("no key of the client signed the assertion");
    };
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let id = client.application.id.as_str();
    if text("iss") != Some(id) || text("sub") != Some(id) {
        return refused("the assertion is about another client");
    }
    let is_fapi = provider.is_fapi(client);
    if is_fapi && !fapi::ALGORITHMS.contains(&header.alg.as_str()) {
        return refused("the profile does not allow the algorithm");
    }
    // One text, the issuer's (FAPI 2.0 section 5.3.2.1).
    let is_strict = text("aud").is_some_and(|aud| aud == request.issuer.url());
    if !is_for(request, claims.get("aud")) || (is_fapi && !is_strict) {
        return refused("the assertion is for someone else");
    }
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64);
    let now = tenant.now().seconds();
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit for millions of years")]
    let (soonest, latest) = ((now - LEEWAY) as f64, (now + LEEWAY) as f64);
    if seconds("nbf").is_some_and(|at| at > latest) || seconds("iat").is_some_and(|at| at > latest) {
        return refused("the assertion is not good yet");
    }
    let Some(exp) = claims.get("exp").and_then(Value::as_i64).filter(|_| seconds("exp").is_some_and(|at| at > soonest))
    else {
        return refused("the assertion is over, or never ends");
    };
    if exp > now + LONGEST + LEEWAY {
        return refused("the assertion is good for too long");
    }
    let Some(jti) = text("jti") else { return refused("the assertion has no jti") };
    if is_first_use(tenant, id, jti, exp + LEEWAY).await? { Ok(()) } else { refused("the assertion was used already") }
}

/// Whether an assertion is for this provider and nobody else: one who is also meant could use it here in the client's
/// name.
fn is_for(request: &Request<'_>, audience: Option<&Value>) -> bool {
    let issuer = request.issuer.url();
    let own = |aud: &str| aud == issuer || aud == format!("{issuer}/token");
    match audience {
        Some(Value::String(aud)) => own(aud),
        Some(Value::Array(all)) => !all.is_empty() && all.iter().all(|aud| aud.as_str().is_some_and(own)),
        _ => false,
    }
}
