//! Client authentication (RFC 6749 section 2.3).

use std::sync::Arc;

use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::percent_decode_str;

use super::{Grant, Request, Trail};
use crate::{OidcError, Params, Provider};

/// What a client presented.
#[derive(Debug, PartialEq, Eq)]
struct Presented {
    id: String,
    secret: Option<String>,
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
    if client.application.r#type.has_secrets() || client.application.r#type == ApplicationType::Saml {
        let secret = presented.secret.ok_or_else(|| OidcError::client_authentication("no secret presented"))?;
        trail.secret_name = check_secret(&client, &secret, request.issuer.tenant.now())?;
    } else if presented.secret.is_some() {
        return Err(OidcError::client_authentication("a public client has no secret"));
    }
    Ok(client)
}

/// Reads the credentials from the header or the body, never from both.
fn presented(authorization: Option<&str>, params: &Params) -> Result<Presented, OidcError> {
    if params.get("client_assertion").is_some() {
        return Err(OidcError::client_authentication("assertions are not accepted"));
    }
    let (body_id, body_secret) = (params.get("client_id"), params.get("client_secret"));
    let Some(header) = authorization else {
        let none = || OidcError::invalid_request("no client authentication mechanism provided");
        return Ok(Presented { id: body_id.ok_or_else(none)?.to_owned(), secret: body_secret.map(ToOwned::to_owned) });
    };
    let (id, secret) =
        basic(header).ok_or_else(|| OidcError::invalid_request("invalid authorization header value format"))?;
    if body_id.is_some_and(|body_id| body_id != id) {
        return Err(OidcError::invalid_request("client_id mismatch"));
    }
    if body_secret.is_some() {
        return Err(OidcError::invalid_request("client authentication must only be provided using one mechanism"));
    }
    Ok(Presented { id, secret: Some(secret) })
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
    use super::{basic, presented};
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
        assert!(presented(None, &params("client_id=a")).unwrap().secret.is_none());
        assert!(presented(Some("Basic YTpi"), &params("client_id=a")).is_ok());
        assert!(presented(Some("Basic YTpi"), &params("client_id=x")).is_err());
        assert!(presented(Some("Basic YTpi"), &params("client_secret=b")).is_err());
        assert!(presented(None, &params("client_id=a&client_assertion=x")).is_err());
    }
}
