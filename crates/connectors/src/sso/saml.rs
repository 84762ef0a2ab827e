//! Enterprises that speak SAML 2.0.

use std::time::Duration;

use avouch_outbound::Client;
use avouch_saml::IdentityProvider;
use avouch_shape::JsonObject;
use serde_json::json;

use super::{Error, Place, Reason};
use crate::config::text;

/// Longest that metadata is believed.
const METADATA_FOR: Duration = Duration::from_mins(10);

/// Where the person's identifier, address and name are unless a connector says otherwise.
const MAPPING: [(&str, &str); 3] = [("id", "nameID"), ("email", "email"), ("name", "name")];

impl Place<'_> {
    /// What this server calls itself towards the identity provider.
    pub fn entity_id(&self) -> String {
        format!("{}/enterprise-sso/{}", self.endpoint, self.connector)
    }

    /// Where responses of the identity provider are posted to.
    pub fn assertion_consumer(&self) -> String {
        format!("{}/api/authn/single-sign-on/saml/{}", self.endpoint, self.connector)
    }
}

/// The identity provider of a configuration; nothing where the configuration says nothing of one.
pub(super) async fn identity_provider(
    http: &Client,
    config: &JsonObject,
    fresh: bool,
) -> Result<Option<IdentityProvider>, Error> {
    let (address, metadata) = (text(config, "metadataUrl"), text(config, "metadata"));
    if !address.is_empty() {
        let oldest = if fresh { Duration::ZERO } else { METADATA_FOR };
        let answer = http.document(address, oldest).await;
        let answer = answer.map_err(|error| Error::Config(Reason::Fetch, error.to_string()))?;
        if !answer.status.is_success() {
            return Err(Error::Config(Reason::Fetch, format!("it answered {}", answer.status.as_u16())));
        }
        return IdentityProvider::parse(&answer.text()).map(Some).map_err(Error::Metadata);
    }
    if !metadata.is_empty() {
        return IdentityProvider::parse(metadata).map(Some).map_err(Error::Metadata);
    }
    let manual = [text(config, "entityId"), text(config, "signInEndpoint"), text(config, "x509Certificate")];
    if manual.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let [entity_id, endpoint, certificate] = manual;
    let found = IdentityProvider::new(entity_id, endpoint, certificate);
    found.map(Some).map_err(|why| Error::Config(Reason::Config, why))
}

/// Both sides, in the form of the API.
pub(super) async fn describe(
    http: &Client,
    config: &JsonObject,
    place: Place<'_>,
    (now, fresh): (i64, bool),
) -> Result<JsonObject, Error> {
    let mapping: JsonObject = MAPPING.into_iter().map(|(name, of)| (name.to_owned(), of.into())).collect();
    let service = json!({ "entityId": place.entity_id(), "assertionConsumerServiceUrl": place.assertion_consumer() });
    let mut members = JsonObject::from_iter([
        ("defaultAttributeMapping".to_owned(), mapping.into()),
        ("serviceProvider".to_owned(), service),
    ]);
    if let Some(found) = identity_provider(http, config, fresh).await? {
        let IdentityProvider { entity_id, sign_in_endpoint, certificates } = found;
        // Of several, the one that is good for longest says when something has to be done.
        let certificate = certificates.iter().max_by_key(|one| one.expires_at);
        let about = json!({
            "entityId": entity_id,
            "signInEndpoint": sign_in_endpoint,
            "x509Certificate": certificate.map(|one| one.text.as_str()),
            "certificateExpiresAt": certificate.map(|one| one.expires_at.saturating_mul(1000)),
            "isCertificateValid": certificate.is_some_and(|one| one.is_valid_at(now)),
        });
        members.insert("identityProvider".to_owned(), about);
    }
    Ok(members)
}
