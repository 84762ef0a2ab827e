//! People come back from signing in: the service provider is told who they are.

use avouch_model::saml_applications::{AttributeMapping, Encryption, NameIdFormat, SamlSession};
use avouch_saml::Certificate;
use avouch_saml::idp::{Response, Sealed, Signer};
use avouch_store::Tenant;
use avouch_store::saml_applications as stored;
use serde_json::{Map, Value};

use crate::saml::authn::{complete, read};
use crate::{Error, Result, ids};

/// What is posted to a service provider.
#[derive(Debug)]
pub struct Posted {
    /// Where.
    pub address: String,
    /// `SAMLResponse`.
    pub response: String,
    /// `RelayState`.
    pub relay_state: Option<String>,
}

/// Where the provider sends people back to, if an application may be answered there.
pub async fn redirect_uri(tenant: &Tenant, id: &str, given: Option<&str>) -> Result<String> {
    let application = super::existing(tenant, id).await?;
    let mut known = application.oidc_client_metadata.redirect_uris.iter().map(|uri| uri.to_string());
    let found = match given {
        Some(given) => known.find(|uri| uri == given),
        None => known.next(),
    };
    found.ok_or(Error::SamlRedirectUri)
}

/// Uses up the session that a state belongs to: of several who come with it, one goes on.
pub async fn session(tenant: &Tenant, id: &str, cookie: Option<&str>, state: &str) -> Result<SamlSession> {
    super::existing(tenant, id).await?;
    let cookie = cookie.filter(|cookie| !cookie.is_empty()).ok_or(Error::SamlSessionCookie)?;
    let tx = tenant.begin().await?;
    let session = stored::sessions::get(&tx, id, cookie).await?;
    let session = session.filter(|session| session.expires_at > tx.now()).ok_or(Error::SamlSession)?;
    if session.oidc_state.as_deref() != Some(state) {
        return Err(Error::SamlState);
    }
    if !stored::sessions::delete(&tx, id, cookie).await? {
        return Err(Error::SamlSession);
    }
    tx.commit().await?;
    Ok(session)
}

/// Makes the response about a person whose claims are given.
pub async fn respond(
    tenant: &Tenant,
    endpoint: &str,
    id: &str,
    session: Option<SamlSession>,
    claims: &Map<String, Value>,
) -> Result<Posted> {
    let config = super::config(tenant, id).await?;
    let complete = complete(&config)?;
    let secret = stored::secrets::list(tenant, id).await?.into_iter().find(|secret| secret.active);
    let secret = secret.ok_or(Error::SamlNoActiveSecret)?;
    let certificate = Certificate::parse(&secret.certificate).ok_or(Error::SamlNoActiveSecret)?;
    let name_id = name_id(&config.name_id_format, claims)?;
    let mapping: AttributeMapping = read(&config.attribute_mapping).unwrap_or_default();
    let attributes: Vec<_> = mapping
        .pairs()
        .filter_map(|(claim, name)| Some((name.to_owned(), texts(claims.get(claim)?))))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let encryption = config.encryption.as_ref().and_then(read::<Encryption>).unwrap_or_default().0;
    let sealed = encryption.certificate.filter(|_| encryption.encrypt_assertion == Some(true));
    let (issuer, now) = (super::entity_id(endpoint, id), tenant.now().seconds());
    let request = session.as_ref().map(|session| session.saml_request_id.clone());
    let (own_id, assertion_id) = (format!("_{}", ids::secret()), format!("_{}", ids::secret()));
    let (entity, address, format) = (complete.entity_id, complete.acs_url.clone(), config.name_id_format);
    let then_sign = encryption.encrypt_then_sign == Some(true);
    // Signatures of RSA burn a core for a moment.
    let made = tokio::task::spawn_blocking(move || {
        let response = Response {
            id: &own_id,
            assertion_id: &assertion_id,
            answers: request.as_deref(),
            issuer: &issuer,
            audience: &entity,
            recipient: &address,
            now,
            name_id_format: &format,
            name_id: &name_id,
            attributes: &attributes,
        };
        let signer = Signer { private_key: &secret.private_key, certificate: &certificate };
        response.make(signer, sealed.as_deref().map(|certificate| Sealed { certificate, then_sign }))
    });
    let failed = |details: String| Error::SamlResponse { details };
    let response = made.await.map_err(|error| failed(error.to_string()))?.map_err(failed)?;
    Ok(Posted { address: complete.acs_url, response, relay_state: session.and_then(|session| session.relay_state) })
}

/// The name of a person.
fn name_id(format: &str, claims: &Map<String, Value>) -> Result<String> {
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str).filter(|text| !text.is_empty());
    if format == NameIdFormat::EmailAddress.urn() {
        // The address that a user has here was proven.
        return text("email").map(ToOwned::to_owned).ok_or(Error::SamlEmailMissing);
    }
    if format == NameIdFormat::Transient.urn() {
        return Ok(format!("_{}", ids::secret()));
    }
    text("sub").map(ToOwned::to_owned).ok_or(Error::NotFound)
}

/// A claim as the values of an attribute.
fn texts(claim: &Value) -> Vec<String> {
    match claim {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => vec![claim.to_string()],
    }
}
