//! Sign-in at the provider of an enterprise.

use avouch_domain::sso_connectors::exchange::{self, Brought, Wish};
use avouch_domain::sso_connectors::{Reach, idp_initiated};
use avouch_domain::{Error, Result};
use avouch_shape::{Input, JsonObject};
use avouch_store::Tenant;
use serde_json::Value;

pub use super::social::{Depart, Departure};
use super::{Made, new_id};
use crate::State;
use crate::record::Record;

/// Where what has to be remembered on the way is kept, beside the state.
const SESSION: &str = "connectorSession";

/// What the provider sent along.
#[derive(Debug, Input)]
#[shape(name = "SsoReturn")]
pub struct Return {
    /// Parameters of the address that it sent the browser to.
    pub connector_data: JsonObject,
    /// The verification.
    pub verification_id: String,
}

/// Sends someone to a provider.
pub async fn depart(
    tenant: &Tenant,
    reach: Reach<'_>,
    origin: Origin<'_>,
    state: &mut State,
    (connector, input): (&str, &Depart),
) -> Result<Departure> {
    let came = match origin.ticket {
        Some(ticket) => idp_initiated::redeem(tenant, connector, ticket).await?,
        None => None,
    };
    let (mut session, url) = if let Some(mut came) = came {
        came.insert("redirectUri".to_owned(), input.redirect_uri.clone().into());
        came.insert("state".to_owned(), input.state.clone().into());
        let url = back(&came);
        (came, url)
    } else {
        let wish = Wish { state: &input.state, redirect_uri: &input.redirect_uri, relay_state: origin.relay_state };
        let departure = exchange::depart(tenant, reach, connector, wish).await?;
        (departure.session, departure.url)
    };
    session.insert("connectorId".to_owned(), connector.into());
    state.rest.insert(SESSION.to_owned(), Value::Object(session));
    let id = new_id();
    state.record(Record::EnterpriseSso {
        id: id.clone(),
        connector_id: connector.to_owned(),
        enterprise_sso_user_info: None,
        issuer: None,
        encrypted_token_set: None,
    });
    Ok(Departure { authorization_uri: url, verification_id: id })
}

/// Where someone comes from who departs.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// What names the sign-in to the outside.
    pub relay_state: &'a str,
    /// What their browser keeps who came from the provider already, and need not go there.
    pub ticket: Option<&'a str>,
}

/// Where someone comes back to from a provider, with what proves that they were sent.
fn back(session: &JsonObject) -> String {
    let text = |name: &str| session.get(name).and_then(Value::as_str).unwrap_or_default();
    let (address, query) = text("redirectUri").split_once('?').unwrap_or((text("redirectUri"), ""));
    let more = form_urlencoded::Serializer::new(query.to_owned()).append_pair("state", text("state")).finish();
    format!("{address}?{more}")
}

/// Takes a SAML response that the browser brought from the provider: keeps in the state who came back, and answers where
/// the browser goes on. Only the browser that was sent goes on with it.
pub async fn accept(
    tenant: &Tenant,
    reach: Reach<'_>,
    state: &mut State,
    connector: &str,
    response: &str,
) -> Result<String> {
    let session = session(state, connector).ok_or(Error::RelayStateUnknown)?;
    let session = exchange::accept(tenant, reach, connector, &session, response).await?;
    let address = back(&session);
    state.rest.insert(SESSION.to_owned(), Value::Object(session));
    Ok(address)
}

/// What was remembered for a connector.
fn session(state: &State, connector: &str) -> Option<JsonObject> {
    let session = state.rest.get(SESSION).and_then(Value::as_object);
    let is_own = |session: &&JsonObject| session.get("connectorId").and_then(Value::as_str) == Some(connector);
    session.filter(is_own).cloned()
}

/// Takes someone back from a provider.
pub async fn verify(
    tenant: &Tenant,
    reach: Reach<'_>,
    state: &mut State,
    connector: &str,
    input: &Return,
) -> Result<Made> {
    let id = input.verification_id.clone();
    match state.find(&id) {
        Some(Record::EnterpriseSso { connector_id, .. }) if connector_id == connector => {}
        _ => return Err(Error::VerificationNotFound),
    }
    let session = session(state, connector).ok_or(Error::ConnectorSessionNotFound)?;
    let brought = Brought { data: &input.connector_data, session: &session };
    let (person, encrypted_token_set) = exchange::identify(tenant, reach, connector, brought).await?;
    // What came back is good once.
    state.rest.remove(SESSION);
    state.captcha.skipped = true;
    state.record(Record::EnterpriseSso {
        id: id.clone(),
        connector_id: connector.to_owned(),
        enterprise_sso_user_info: Some(person.info),
        issuer: Some(person.issuer),
        encrypted_token_set,
    });
    Ok(Made { verification_id: id })
}
