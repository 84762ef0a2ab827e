//! Enterprises that speak SAML 2.0.

pub(crate) mod signing;

use std::time::Duration;

use avouch_crypto::{Alphabet, Secret, random_text};
use avouch_outbound::Client;
use avouch_saml::{AuthnRequest, Expected, IdentityProvider, SignatureMethod, Subject};
use avouch_shape::JsonObject;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Ask, Departure, Error, Person, Place, Posted, Reason};
use crate::config::text;

/// Seconds that clocks may differ.
const TOLERANCE: i64 = 60;

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
    let key = match (is_on(config, "signAuthnRequest"), &ask.keys.signing) {
        (false, _) => None,
        (true, Some(key)) => Some(key.clone()),
        (true, None) => return Err(Error::NoSigningKey),
    };
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
    let unusable = || Error::Config(Reason::Config, "the sign-in endpoint is no address".to_owned());
    let method = key.as_ref().map(|_| method(config));
    let query = request.query(ask.relay_state, method).ok_or_else(unusable)?;
    let signature = match key.zip(method) {
        Some((key, method)) => Some(signing::sign(key, method, query.clone()).await?),
        None => None,
    };
    let url = request.address(query, signature.as_deref()).ok_or_else(unusable)?;
    let session = [("redirectUri", ask.redirect_uri), ("state", ask.state), ("requestId", &id)];
    Ok(Departure { url, session: session.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect() })
}

fn is_on(config: &JsonObject, name: &str) -> bool {
    config.get(name).and_then(Value::as_bool) == Some(true)
}

fn method(config: &JsonObject) -> SignatureMethod {
    let wanted = text(config, "requestSignatureAlgorithm");
    if wanted == SignatureMethod::RsaSha512.uri() { SignatureMethod::RsaSha512 } else { SignatureMethod::RsaSha256 }
}

fn refused(why: &str) -> Error {
    Error::Response(why.to_owned())
}

pub(super) async fn accept(
    http: &Client,
    config: &JsonObject,
    place: Place<'_>,
    (posted, session): (Posted<'_>, &JsonObject),
) -> Result<JsonObject, Error> {
    // A request is answered once: what answers it again answers nothing.
    let request = text(session, "requestId");
    if request.is_empty() {
        return Err(refused("the request was answered before"));
    }
    let provider = known(http, config).await?;
    let subject = read(&provider, place, posted, Some(request))?;
    let person = person(config, &subject)?;
    let mut session = session.clone();
    session.shift_remove("requestId");
    session.insert("userInfo".to_owned(), Value::Object(person));
    session.insert("issuer".to_owned(), provider.entity_id.into());
    Ok(session)
}

/// The person that a response is about.
fn read(
    provider: &IdentityProvider,
    place: Place<'_>,
    posted: Posted<'_>,
    request: Option<&str>,
) -> Result<Subject, Error> {
    let encoded: String = posted.response.chars().filter(|character| !character.is_whitespace()).collect();
    let response = BASE64_STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let response = response.ok_or_else(|| refused("it is not base64 of a text"))?;
    let keys: Vec<&str> = posted.keys.opening.iter().map(Secret::expose).collect();
    let expected = Expected {
        provider,
        audience: &place.entity_id(),
        recipient: &place.assertion_consumer(),
        request,
        keys: &keys,
        tolerance: TOLERANCE,
        now: posted.now,
    };
    avouch_saml::read(&response, &expected).map_err(Error::Response)
}

/// What an identity provider says that nobody asked.
#[derive(Clone, Debug)]
pub struct Unsolicited {
    /// The identifier of the assertion; it is good once.
    pub assertion: String,
    /// The second from which on it is good for nothing.
    pub ends_at: i64,
    /// Who it is about, in the form of the API.
    pub content: JsonObject,
}

/// Takes a SAML response that nobody asked for.
pub async fn unsolicited(
    http: &Client,
    config: &JsonObject,
    place: Place<'_>,
    posted: Posted<'_>,
) -> Result<Unsolicited, Error> {
    let provider = known(http, config).await?;
    let Subject { assertion, ends_at, name_id, attributes } = read(&provider, place, posted, None)?;
    // One value is a text, as people who write mappings expect.
    let value = |mut values: Vec<String>| match values.len() {
        1 => values.pop().map(Value::from).unwrap_or_default(),
        _ => Value::from(values),
    };
    let attributes: JsonObject = attributes.into_iter().map(|(name, values)| (name, value(values))).collect();
    let end = Timestamp::from_second(ends_at).map(|time| time.to_string()).unwrap_or_default();
    let content = json!({ "nameID": name_id, "attributes": attributes, "conditions": { "notOnOrAfter": end },
        "issuer": provider.entity_id });
    let Value::Object(content) = content else { return Err(refused("it says nothing")) };
    Ok(Unsolicited { assertion, ends_at, content })
}

/// Brings in who came without having been sent, as if they came back: what is to be remembered.
pub fn bring_in(config: &JsonObject, content: &JsonObject) -> Result<JsonObject, Error> {
    let texts = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        one => one.as_str().map(ToOwned::to_owned).into_iter().collect::<Vec<_>>(),
    };
    let attributes = content.get("attributes").and_then(Value::as_object).cloned().unwrap_or_default();
    let subject = Subject {
        assertion: String::new(),
        ends_at: 0,
        name_id: text(content, "nameID").to_owned(),
        attributes: attributes.iter().map(|(name, value)| (name.clone(), texts(value))).collect(),
    };
    let person = Value::Object(person(config, &subject)?);
    Ok(JsonObject::from_iter([("userInfo".to_owned(), person), ("issuer".to_owned(), text(content, "issuer").into())]))
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
