//! Enterprises that speak SAML 2.0.

use std::time::Duration;

use avouch_crypto::{Alphabet, random_text};
use avouch_outbound::Client;
use avouch_saml::{AuthnRequest, Expected, IdentityProvider, Subject};
use avouch_shape::JsonObject;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Ask, Departure, Error, Person, Place, Posted, Reason};
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

/// The same, where it is needed.
async fn known(http: &Client, config: &JsonObject) -> Result<IdentityProvider, Error> {
    let missing = || Error::Config(Reason::Config, "there is no identity provider".to_owned());
    identity_provider(http, config, false).await?.ok_or_else(missing)
}

pub(super) async fn depart(
    http: &Client,
    config: &JsonObject,
    place: Place<'_>,
    ask: Ask<'_>,
) -> Result<Departure, Error> {
    if config.get("signAuthnRequest").and_then(Value::as_bool) == Some(true) {
        return Err(Error::NoSigningKey);
    }
    let provider = known(http, config).await?;
    let id = format!("_{}", random_text(Alphabet::Alphanumeric, 32));
    let issued_at = Timestamp::from_second(ask.now).map(|time| time.to_string()).unwrap_or_default();
    let request = AuthnRequest {
        id: &id,
        issued_at: &issued_at,
        issuer: &place.entity_id(),
        assertion_consumer: &place.assertion_consumer(),
        destination: &provider.sign_in_endpoint,
    };
    let address = request.address(ask.relay_state);
    let url = address.ok_or_else(|| Error::Config(Reason::Config, "the sign-in endpoint is no address".to_owned()))?;
    let session = [("redirectUri", ask.redirect_uri), ("state", ask.state), ("requestId", &id)];
    Ok(Departure { url, session: session.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect() })
}

pub(super) async fn accept(
    http: &Client,
    config: &JsonObject,
    place: Place<'_>,
    posted: Posted<'_>,
) -> Result<JsonObject, Error> {
    let refused = |why: &str| Error::Response(why.to_owned());
    // A request is answered once: what answers it again answers nothing.
    let request = text(posted.session, "requestId");
    if request.is_empty() {
        return Err(refused("the request was answered before"));
    }
    let provider = known(http, config).await?;
    let encoded: String = posted.response.chars().filter(|character| !character.is_whitespace()).collect();
    let response = BASE64_STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let response = response.ok_or_else(|| refused("it is not base64 of a text"))?;
    let expected = Expected {
        provider: &provider,
        audience: &place.entity_id(),
        recipient: &place.assertion_consumer(),
        request,
        now: posted.now,
    };
    let subject = avouch_saml::read(&response, &expected).map_err(Error::Response)?;
    let person = person(config, &subject)?;
    let mut session = posted.session.clone();
    session.shift_remove("requestId");
    session.insert("userInfo".to_owned(), Value::Object(person));
    session.insert("issuer".to_owned(), provider.entity_id.into());
    Ok(session)
}

/// Who it is, by the connector's mapping.
fn person(config: &JsonObject, subject: &Subject) -> Result<JsonObject, Error> {
    let mapping = config.get("attributeMapping").and_then(Value::as_object);
    let mut info = JsonObject::new();
    for (name, usual) in MAPPING {
        let of = mapping.map(|mapping| text(mapping, name)).filter(|of| !of.is_empty()).unwrap_or(usual);
        if let Some(value) = subject.attribute(of) {
            info.insert(name.to_owned(), value.into());
        }
    }
    if info.contains_key("id") { Ok(info) } else { Err(Error::Response("it does not say who it is".to_owned())) }
}

/// Who came back before.
pub(super) fn identify(session: &JsonObject) -> Result<Person, Error> {
    let info = session.get("userInfo").and_then(Value::as_object).ok_or(Error::NotBack)?;
    let (issuer, id) = (text(session, "issuer").to_owned(), text(info, "id").to_owned());
    Ok(Person { issuer, id, info: info.clone(), tokens: None })
}
