//! Signed authorization requests (RFC 9101).

use avouch_store::applications::Client;
use serde_json::Value;

use crate::extensions::Extension;
use crate::{Issuer, OidcError, Params, Provider};

/// How far the client's clock may differ, in seconds.
const LEEWAY: i64 = 60;

/// How long a request may be good for, in seconds.
const LONGEST: i64 = 3600;

/// Claims about the object itself, which are no parameters.
const ABOUT: [&str; 6] = ["iss", "aud", "exp", "nbf", "iat", "jti"];

impl Provider {
    /// The parameters of a request, from the signed object if it brings one: then nothing beside it counts (section 6.3).
    pub(super) async fn unsigned(&self, issuer: &Issuer, client: &Client, params: Params) -> Result<Params, OidcError> {
        let Some(object) = params.get("request").filter(|_| self.extensions.has(Extension::Jar)) else {
            return Ok(params);
        };
        if params.get("request_uri").is_some() {
            return Err(OidcError::invalid_request("request and request_uri must not stand together"));
        }
        let bad = OidcError::invalid_request_object;
        let signed = self.signed_by(&issuer.tenant, client, object).await?;
        let (_, claims) = signed.ok_or_else(|| bad("no key of the client signed the request object"))?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let id = client.application.id.as_str();
        if text("iss") != Some(id) || text("client_id") != Some(id) || text("sub").is_some() {
            return Err(bad("the request object is another client's"));
        }
        let own = issuer.url();
        let is_own = |aud: &Value| aud.as_str() == Some(own.as_str());
        let is_for_us =
            claims.get("aud").is_some_and(|aud| aud.as_array().map_or(is_own(aud), |all| all.iter().any(is_own)));
        if !is_for_us {
            return Err(bad("the request object is for someone else"));
        }
        let now = issuer.tenant.now().seconds();
        let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
        if !seconds("exp").is_some_and(|exp| (now - LEEWAY..=now + LONGEST + LEEWAY).contains(&exp)) {
            return Err(bad("the request object is over, or good for too long"));
        }
        if ["nbf", "iat"].iter().any(|name| seconds(name).is_some_and(|at| at > now + LEEWAY)) {
            return Err(bad("the request object is not good yet"));
        }
        if claims.get("request").is_some() || claims.get("request_uri").is_some() {
            return Err(bad("a request object cannot hold another"));
        }
        Ok(Params::new(pairs(&claims)))
    }
}

/// The parameters that the claims are.
fn pairs(claims: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in claims.as_object().into_iter().flatten().filter(|(name, _)| !ABOUT.contains(&name.as_str())) {
        match value {
            Value::String(text) => pairs.push((name.clone(), text.clone())),
            Value::Array(all) => {
                pairs.extend(all.iter().filter_map(Value::as_str).map(|text| (name.clone(), text.to_owned())));
            }
            other => pairs.push((name.clone(), other.to_string())),
        }
    }
    pairs
}
