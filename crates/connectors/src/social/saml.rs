//! SAML 2.0 of any provider: requests go by redirect, responses are posted back and kept until the person is back too.

mod key;

use avouch_crypto::{Alphabet, Secret, random_text};
use avouch_saml::{AuthnRequest, Expected, IdentityProvider, SignatureMethod, Subject};
use avouch_shape::{Issue, Issues, JsonObject, Path};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::identity::{Identity, UserInfo};
use super::standard;
use super::{Ask, Departure};
use crate::Error;
use crate::config::{read, strings, text};
use crate::factory::{Exchange, Factory};
use crate::sso::saml::signing;

pub(crate) const FACTORY: Factory = Factory {
    id: "saml",
    target: "saml",
    name: "SAML",
    fields: "entityID!T signInEndpoint?T x509Certificate!ML idpMetadataXml!ML assertionConsumerServiceUrl!T \
             requestSignatureAlgorithm?SEL(rsa-sha1|rsa-sha256|rsa-sha512)=rsa-sha256 \
             messageSigningOrder?SEL(sign-then-encrypt|encrypt-then-sign)=sign-then-encrypt \
             signAuthnRequest?SW=false privateKey!ML@signAuthnRequest:true privateKeyPass?T@signAuthnRequest:true \
             encryptAssertion?SW=false encPrivateKey!ML@encryptAssertion:true \
             encPrivateKeyPass?T@encryptAssertion:true \
             nameIDFormat?SEL(unspecified|emailAddress|X509SubjectName|persistent|transient)=unspecified \
             timeout?N=10000 profileMap?J",
    guide: "Register this server as a service provider at the identity provider, with the entity ID and the assertion \
            consumer service URL `/api/authn/saml/CONNECTOR_ID` of this server, and paste the identity provider's metadata \
            here. Keys are RSA keys in PEM form; those with a passphrase must be PKCS#8. The profile map says which attributes are `id`, \
            `email`, `phone`, `name` and `avatar`; `nameID` is who the response is about.",
    is_standard: true,
    rule,
    exchange: Exchange::Saml,
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    #[serde(rename = "entityID")]
    entity_id: String,
    #[serde(default)]
    sign_in_endpoint: String,
    idp_metadata_xml: String,
    assertion_consumer_service_url: String,
    #[serde(default)]
    request_signature_algorithm: String,
    #[serde(default)]
    sign_authn_request: bool,
    #[serde(default)]
    private_key: String,
    #[serde(default)]
    encrypt_assertion: bool,
    #[serde(default)]
    enc_private_key: String,
    #[serde(default)]
    private_key_pass: String,
    #[serde(default)]
    enc_private_key_pass: String,
    #[serde(default = "drift")]
    timeout: u64,
    #[serde(default)]
    profile_map: JsonObject,
}

/// Milliseconds that clocks may differ unless the configuration says otherwise.
fn drift() -> u64 {
    10_000
}

/// Milliseconds that clocks may differ at most: whoever finds an old response has that long to use it.
const LARGEST_DRIFT: u64 = 600_000;

fn rule(config: &JsonObject, issues: &mut Issues) {
    strings(config, "profileMap", issues);
    for name in ["assertionConsumerServiceUrl", "signInEndpoint"] {
        let address = text(config, name);
        if !address.is_empty() && Url::parse(address).is_err() {
            issues.push(Issue::invalid_string("url", &Path::Key(&Path::Root, name)));
        }
    }
    if config.get("signAuthnRequest") == Some(&true.into()) && text(config, "requestSignatureAlgorithm") == "rsa-sha1" {
        let at = Path::Key(&Path::Root, "requestSignatureAlgorithm");
        issues.push(Issue::custom("must not be rsa-sha1: SHA-1 is broken", &at));
    }
    let at = Path::Key(&Path::Root, "timeout");
    if let Some(Value::Number(drift)) = config.get("timeout") {
        match drift.as_u64() {
            Some(drift) if drift > LARGEST_DRIFT => issues.push(Issue::too_big("number", 600_000, &at)),
            Some(_) => {}
            None if drift.as_f64().is_some_and(f64::is_sign_negative) => {
                issues.push(Issue::too_small("number", 0, &at));
            }
            None => issues.push(Issue::not_whole(&at)),
        }
    }
}

fn unusable(why: impl std::fmt::Display) -> Error {
    Error::InvalidConfig(why.to_string())
}

fn refused(why: impl std::fmt::Display) -> Error {
    Error::InvalidResponse(why.to_string())
}

impl Config {
    fn provider(&self) -> Result<IdentityProvider, Error> {
        let found = IdentityProvider::parse(&self.idp_metadata_xml).map_err(unusable)?;
        let sign_in_endpoint =
            if self.sign_in_endpoint.is_empty() { found.sign_in_endpoint } else { self.sign_in_endpoint.clone() };
        Ok(IdentityProvider { sign_in_endpoint, ..found })
    }

    /// Seconds that clocks may differ.
    fn tolerance(&self) -> i64 {
        i64::try_from(self.timeout.min(LARGEST_DRIFT).div_ceil(1000)).unwrap_or_default()
    }

    /// How requests are signed, where they are.
    fn method(&self) -> Result<Option<SignatureMethod>, Error> {
        match (self.sign_authn_request, self.request_signature_algorithm.as_str()) {
            (false, _) => Ok(None),
            (true, "rsa-sha1") => Err(unusable("`requestSignatureAlgorithm` must not be rsa-sha1: SHA-1 is broken")),
            (true, "rsa-sha512") => Ok(Some(SignatureMethod::RsaSha512)),
            (true, _) => Ok(Some(SignatureMethod::RsaSha256)),
        }
    }
}

/// Where a person goes. `relay_state` names the sign-in to whoever brings the response; `now` is in seconds since the
/// Unix epoch.
pub async fn depart(config: &JsonObject, ask: &Ask<'_>, relay_state: &str, now: i64) -> Result<Departure, Error> {
    let config: Config = read(config)?;
    let provider = config.provider()?;
    let id = format!("_{}", random_text(Alphabet::Alphanumeric, 32));
    let issued_at = Timestamp::from_second(now).map(|time| time.to_string()).unwrap_or_default();
    let request = AuthnRequest {
        id: &id,
        issued_at: &issued_at,
        issuer: &config.entity_id,
        assertion_consumer: &config.assertion_consumer_service_url,
        destination: &provider.sign_in_endpoint,
    };
    let no_address = || unusable("the sign-in endpoint is no address");
    let method = config.method()?;
    let query = request.query(relay_state, method).ok_or_else(no_address)?;
    let signature = match method {
        Some(method) => {
            let key = key::opened("privateKey", &config.private_key, &config.private_key_pass).await?;
            let signed = signing::sign(key, method, query.clone()).await;
            Some(signed.map_err(|_| unusable("`privateKey` is no RSA key in PEM form"))?)
        }
        None => None,
    };
    let url = request.address(query, signature.as_deref()).ok_or_else(no_address)?;
    let session = [("redirectUri", ask.redirect_uri), ("requestId", &id)];
    Ok(Departure { url, session: session.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect() })
}

/// Takes a response that was posted for what was remembered; answers what is to be remembered in its place.
pub async fn accept(config: &JsonObject, session: &JsonObject, response: &str, now: i64) -> Result<JsonObject, Error> {
    // A request is answered once: what answers it again answers nothing.
    let request = text(session, "requestId");
    if request.is_empty() {
        return Err(refused("the request was answered before"));
    }
    let config: Config = read(config)?;
    let encoded: String = response.chars().filter(|character| !character.is_whitespace()).collect();
    let response = BASE64_STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let key = if config.encrypt_assertion {
        Some(key::opened("encPrivateKey", &config.enc_private_key, &config.enc_private_key_pass).await?)
    } else {
        None
    };
    let keys: Vec<&str> = key.iter().map(Secret::expose).collect();
    let expected = Expected {
        provider: &config.provider()?,
        audience: &config.entity_id,
        recipient: &config.assertion_consumer_service_url,
        request: Some(request),
        keys: &keys,
        tolerance: config.tolerance(),
        now,
    };
    let response = response.ok_or_else(|| refused("it is not base64 of a text"))?;
    let subject = avouch_saml::read(&response, &expected).map_err(refused)?;
    let mut session = session.clone();
    session.shift_remove("requestId");
    session.insert("userInfo".to_owned(), told(subject).into());
    Ok(session)
}

/// What a response says of a person: `nameID`, and attributes by name. One value is a text.
fn told(subject: Subject) -> JsonObject {
    let Subject { name_id, attributes, .. } = subject;
    let value = |mut values: Vec<String>| match values.len() {
        1 => values.pop().map(Value::from).unwrap_or_default(),
        _ => Value::from(values),
    };
    let mut told: JsonObject = attributes.into_iter().map(|(name, values)| (name, value(values))).collect();
    told.insert("nameID".to_owned(), name_id.into());
    told
}

/// Who came back before.
pub(super) fn identify(config: &JsonObject, session: &JsonObject) -> Result<Identity, Error> {
    let config: Config = read(config)?;
    let raw = session.get("userInfo").ok_or_else(|| Error::General("nobody came back yet".to_owned()))?;
    let find = |name: &str, usual: &str| {
        let of = Some(text(&config.profile_map, name)).filter(|of| !of.is_empty()).unwrap_or(usual);
        raw.get(of).and_then(|value| standard::told(value.get(0).unwrap_or(value)))
    };
    let user = UserInfo {
        id: find("id", "nameID").ok_or_else(|| refused("it does not tell an identifier"))?,
        email: find("email", "email"),
        phone: find("phone", "phone"),
        name: find("name", "name"),
        avatar: find("avatar", "avatar"),
        more: JsonObject::new(),
        raw: raw.clone(),
    };
    Ok(Identity { user, tokens: None })
}
