//! Requests of service providers: each becomes a session and an authorization request to the provider.

use avouch_model::saml_applications::{AcsUrl, NameIdFormat, SamlConfig, SamlSession};
use avouch_model::{Json, Timestamp};
use avouch_saml::idp::request as message;
use avouch_store::Tenant;
use avouch_store::saml_applications as stored;
use url::Url;

use crate::{Error, Result, ids, saml_applications};

/// For how long a sign-in may take.
pub const LIFETIME: i64 = 3600;

/// Claims, each with the scope that brings it; those of `profile` are not listed.
const SCOPES: [(&str, &str); 12] = [
    ("email", "email"),
    ("email_verified", "email"),
    ("phone_number", "phone"),
    ("phone_number_verified", "phone"),
    ("address", "address"),
    ("custom_data", "custom_data"),
    ("identities", "identities"),
    ("sso_identities", "identities"),
    ("roles", "roles"),
    ("organizations", "urn:logto:scope:organizations"),
    ("organization_data", "urn:logto:scope:organizations"),
    ("organization_roles", "urn:logto:scope:organization_roles"),
];

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// `SAMLRequest`.
    pub request: &'a str,
    /// Whether it came in the query of an address.
    pub in_query: bool,
    /// What the service provider wants back.
    pub relay_state: Option<&'a str>,
}

/// Where the browser goes to sign in.
#[derive(Debug)]
pub struct Away {
    /// The session, for the browser's cookie.
    pub session: String,
    /// The address.
    pub address: String,
}

/// What responses need of an application's settings.
#[derive(Debug)]
pub(crate) struct Complete {
    pub(crate) entity_id: String,
    pub(crate) acs_url: String,
}

/// The settings, if nothing is missing.
pub(crate) fn complete(config: &SamlConfig) -> Result<Complete> {
    let entity_id = config.entity_id.clone().ok_or(Error::SamlEntityId)?;
    let acs_url = config.acs_url.as_ref().and_then(read::<AcsUrl>).ok_or(Error::SamlAcsUrl)?;
    Ok(Complete { entity_id, acs_url: acs_url.url.to_string() })
}

/// A value that was stored.
pub(crate) fn read<T: serde::de::DeserializeOwned>(json: &Json) -> Option<T> {
    serde_json::from_value(serde_json::to_value(json).ok()?).ok()
}

/// Takes a request.
pub async fn take(tenant: &Tenant, endpoint: &str, id: &str, came: Came<'_>) -> Result<Away> {
    saml_applications::existing(tenant, id).await?;
    let config = saml_applications::config(tenant, id).await?;
    let complete = complete(&config)?;
    if !stored::secrets::list(tenant, id).await?.iter().any(|secret| secret.active) {
        return Err(Error::SamlNoActiveSecret);
    }
    let refused = |details: String| Error::SamlRequest { details };
    let xml = if came.in_query { message::inflate(came.request) } else { message::unwrap(came.request) };
    let xml = xml.map_err(refused)?;
    let request = message::parse(&xml).map_err(refused)?;
    if request.issuer != complete.entity_id {
        return Err(Error::SamlIssuer);
    }
    let own = format!("{endpoint}/api/saml/{id}/authn");
    if request.destination.is_some_and(|destination| destination != own) {
        return Err(refused("it was meant for another address".to_owned()));
    }
    // Nobody but who set the application up says where responses go.
    if request.assertion_consumer.is_some_and(|url| url != complete.acs_url) {
        return Err(refused("its assertion consumer is not the one of the application".to_owned()));
    }
    let now = tenant.now();
    let session = SamlSession {
        id: ids::secret(),
        application_id: id.to_owned(),
        saml_request_id: request.id,
        oidc_state: Some(ids::secret()),
        relay_state: came.relay_state.map(ToOwned::to_owned),
        raw_auth_request: xml,
        created_at: now,
        expires_at: Timestamp::from_millis(now.millis().saturating_add(LIFETIME * 1000)),
    };
    let tx = tenant.begin().await?;
    stored::sessions::create(&tx, &session).await?;
    tx.commit().await?;
    let mut address = Url::parse(&format!("{endpoint}/oidc/auth")).map_err(|_| Error::NotFound)?;
    address
        .query_pairs_mut()
        .append_pair("client_id", id)
        .append_pair("redirect_uri", &saml_applications::callback(endpoint, id))
        .append_pair("response_type", "code")
        .append_pair("scope", &scope(&config))
        .append_pair("state", session.oidc_state.as_deref().unwrap_or_default())
        .append_pair("prompt", "login");
    Ok(Away { session: session.id, address: address.into() })
}

/// The scope that brings every claim that is told.
fn scope(config: &SamlConfig) -> String {
    let mut scope = vec!["openid", "profile"];
    if config.name_id_format == NameIdFormat::EmailAddress.urn() {
        scope.push("email");
    }
    let mapping = config.attribute_mapping.object().unwrap_or_default();
    for (claim, value) in SCOPES {
        if mapping.contains_key(claim) && !scope.contains(&value) {
            scope.push(value);
        }
    }
    scope.join(" ")
}
