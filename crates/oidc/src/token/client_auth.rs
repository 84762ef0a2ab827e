//! Client authentication (RFC 6749 section 2.3).

use std::sync::Arc;

use avouch_crypto::jose;
use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::percent_decode_str;

use super::{Grant, Request, Trail, client_assertion};
use crate::client_keys::has_keys;
use crate::{OidcError, Params, Provider};

/// What a client presented.
#[derive(Debug, PartialEq, Eq)]
struct Presented {
    id: String,
    proof: Proof,
}

/// How a client proves who it is.
#[derive(Debug, PartialEq, Eq)]
enum Proof {
    Nothing,
    Secret(String),
    Assertion(String),
}

/// Finds the client and checks that it is the one who asks.
pub(crate) async fn authenticate(
    provider: &Provider,
    request: &Request<'_>,
    trail: &mut Trail,
) -> Result<Arc<Client>, OidcError> {
    let presented = presented(request.authorization, request.params)?;
    let client = provider.known_client(request.issuer, &presented.id).await?;
    trail.client = Some(Arc::clone(&client));
    check_redirect_uris(&client)?;
    let is_confidential = client.application.r#type.has_secrets() || client.application.r#type == ApplicationType::Saml;
    let refused = |detail| Err(OidcError::client_authentication(detail));
    match (presented.proof, is_confidential) {
        (Proof::Nothing, false) => {}
        (Proof::Nothing, true) => return refused("nothing proves who the client is"),
        (Proof::Secret(_) | Proof::Assertion(_), false) => return refused("a public client has no secret and no key"),
        (Proof::Assertion(assertion), true) => client_assertion::check(provider, request, &client, &assertion).await?,
        // A secret that leaked must not do where a key was registered to do better.
        (Proof::Secret(_), true) if has_keys(&client) => return refused("the client is to use its key"),
        (Proof::Secret(secret), true) => {
            trail.secret_name = check_secret(&client, &secret, request.issuer.tenant.now())?;
        }
    }
    Ok(client)
}

/// The client that a request names, however it does.
pub(crate) fn named(request: &Request<'_>) -> Result<String, OidcError> {
    presented(request.authorization, request.params).map(|presented| presented.id)
}

/// Whether a parameter says who the client is, and nothing of what it asks for.
pub(crate) fn is_credential(name: &str) -> bool {
    matches!(name, "client_id" | "client_secret" | "client_assertion" | "client_assertion_type")
}

/// Reads the credentials from the header or the body, never from several places.
fn presented(authorization: Option<&str>, params: &Params) -> Result<Presented, OidcError> {
    let (body_id, body_secret) = (params.get("client_id"), params.get("client_secret"));
    if let Some(assertion) = params.get("client_assertion") {
        return asserted(authorization, params, assertion);
    }
    let Some(header) = authorization else {
        let none = || OidcError::invalid_request("no client authentication mechanism provided");
        let proof = body_secret.map_or(Proof::Nothing, |secret| Proof::Secret(secret.to_owned()));
        return Ok(Presented { id: body_id.ok_or_else(none)?.to_owned(), proof });
    };
    let (id, secret) =
        basic(header).ok_or_else(|| OidcError::invalid_request("invalid authorization header value format"))?;
    if body_id.is_some_and(|body_id| body_id != id) {
        return Err(OidcError::invalid_request("client_id mismatch"));
    }
    if body_secret.is_some() {
        return Err(OidcError::invalid_request("client authentication must only be provided using one mechanism"));
    }
    Ok(Presented { id, proof: Proof::Secret(secret) })
}

/// A signed assertion, which names its client.
fn asserted(authorization: Option<&str>, params: &Params, assertion: &str) -> Result<Presented, OidcError> {
    if authorization.is_some() || params.get("client_secret").is_some() {
        return Err(OidcError::invalid_request("client authentication must only be provided using one mechanism"));
    }
    let claims = jose::peek(assertion).map(|(_, claims)| claims);
    let subject = claims.ok().and_then(|claims| claims.get("sub")?.as_str().map(ToOwned::to_owned));
    let subject = subject.ok_or_else(|| OidcError::client_authentication("the assertion cannot be read"))?;
    if params.get("client_id").is_some_and(|id| id != subject) {
        return Err(OidcError::invalid_request("client_id mismatch"));
    }
    Ok(Presented { id: subject, proof: Proof::Assertion(assertion.to_owned()) })
}

/// `Basic`, with both halves form-encoded before they were joined (RFC 6749 section 2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, value) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(BASE64_STANDARD.decode(value.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    let id = decode(id)?;
    if id.is_empty() {
        return None;
    }
    Some((id, decode(secret)?))
}

/// Who signs users in must know where to send them back to.
fn check_redirect_uris(client: &Client) -> Result<(), OidcError> {
    let application = &client.application;
    let needed = match application.r#type {
        ApplicationType::MachineToMachine => false,
        ApplicationType::Native => !application.custom_client_metadata.is_device_flow.unwrap_or(false),
        ApplicationType::Spa | ApplicationType::Traditional | ApplicationType::Protected | ApplicationType::Saml => {
            true
        }
    };
    if needed && application.oidc_client_metadata.redirect_uris.is_empty() {
        return Err(OidcError::no_redirect_uri());
    }
    Ok(())
}

/// Compares with every secret, so that the time does not tell which one came close; answers the name of the one that fits.
fn check_secret(client: &Client, presented: &str, now: avouch_model::Timestamp) -> Result<Option<String>, OidcError> {
    let (mut fits, mut expired) = (None, false);
    for secret in &client.secrets {
        if secret.value.matches(presented) {
            match secret.expires_at {
                Some(at) if at <= now => expired = true,
                Some(_) | None => fits = Some(secret.name.clone()),
            }
        }
    }
    if fits.is_some() {
        return Ok(fits);
    }
    if expired {
        return Err(OidcError::invalid_request("client secret has expired"));
    }
    let legacy = client.legacy_secret.as_ref().is_some_and(|secret| secret.matches(presented));
    if legacy { Ok(None) } else { Err(OidcError::client_authentication("no secret fits")) }
}

/// Whether a client of this type has this grant.
pub(super) fn allows(client: &Client, grant: Grant) -> Result<(), OidcError> {
    let application = &client.application;
    let is_machine = application.r#type == ApplicationType::MachineToMachine;
    let is_device = application.custom_client_metadata.is_device_flow.unwrap_or(false);
    let allowed = match grant {
        Grant::ClientCredentials => is_machine,
        Grant::AuthorizationCode => !is_machine && !is_device,
        Grant::RefreshToken => !is_machine,
        Grant::DeviceCode => is_device,
        Grant::TokenExchange => application.custom_client_metadata.allow_token_exchange.unwrap_or(false),
    };
    if allowed {
        Ok(())
    } else {
        Err(OidcError::invalid_request("requested grant type is not allowed for this client"))
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Proof, basic, presented};
    use crate::Params;

    #[test]
    fn basic_credentials_are_form_encoded() {
        // "a%20b:c%2Bd+e"
        assert_eq!(basic("Basic YSUyMGI6YyUyQmQrZQ=="), Some(("a b".into(), "c+d e".into())));
        assert_eq!(basic("bAsIc YTpi"), Some(("a".into(), "b".into())));
        for bad in ["Basic", "Basic ", "Basic !", "Bearer YTpi", "Basic YQ==", "Basic OmI=", "Basic /w=="] {
            assert_eq!(basic(bad), None, "{bad}");
        }
    }

    #[test]
    fn one_mechanism_and_one_client() {
        let params = |text: &str| Params::from_form(text.as_bytes());
        assert!(presented(None, &params("")).is_err());
        assert_eq!(presented(None, &params("client_id=a")).unwrap().proof, Proof::Nothing);
        assert!(presented(Some("Basic YTpi"), &params("client_id=a")).is_ok());
        assert!(presented(Some("Basic YTpi"), &params("client_id=x")).is_err());
        assert!(presented(Some("Basic YTpi"), &params("client_secret=b")).is_err());
        assert!(presented(None, &params("client_id=a&client_assertion=x")).is_err());
    }

    proptest! {
        #[test]
        fn credentials_read_as_they_were_written(id in "[^\u{0}]{1,20}", secret in any::<String>(), junk in any::<String>()) {
            let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let header = format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", encode(&id), encode(&secret))));
            prop_assert_eq!(basic(&header), Some((id, secret)));
            // Whatever stands in a header is read or is not, and stops nobody.
            let _ = basic(&junk);
            let _ = basic(&format!("Basic {}", BASE64_STANDARD.encode(junk.as_bytes())));
        }
    }
}
