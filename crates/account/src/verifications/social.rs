//! An identity at a social provider, to prove that it is the user's.

use avouch_crypto::{Alphabet, hex, random_text, same, sha256};
use avouch_domain::connectors::social::{self, Ask, Brought};
use avouch_domain::{Error, Result};
use avouch_shape::{Describe, Input, JsonObject};
use avouch_store::Tenant;
use serde::Serialize;
use serde_json::Value;

use super::{Made, Surroundings, Verified};
use crate::Caller;
use crate::records::{self, Record, SocialRecord};

/// A way to a provider.
#[derive(Debug, Input)]
pub struct DepartForOwn {
    /// The connector.
    pub connector_id: String,
    /// Comes back unchanged.
    pub state: String,
    /// Where to come back to.
    pub redirect_uri: String,
    /// What to ask the provider for, in place of what the connector says.
    pub scope: Option<String>,
}

/// Where it leads.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnDeparture {
    /// The verification.
    #[serde(flatten)]
    pub made: Made,
    /// Address at the provider.
    pub authorization_uri: String,
}

/// What the provider sent along.
#[derive(Debug, Input)]
#[shape(unused = "verificationId")]
pub struct ReturnWithOwn {
    /// The verification.
    pub verification_record_id: String,
    /// Parameters of the address that it sent the browser to.
    pub connector_data: JsonObject,
}

/// Characters of what shows that someone who comes back is the one who brought a response.
const TICKET: usize = 43;

/// Refuses someone who comes back without having brought the response that was, if one was: anyone can send anyone to a
/// provider, and would get the other's identity.
fn check_ticket(session: &JsonObject, data: &JsonObject) -> Result<()> {
    let text = |object: &JsonObject, name: &str| object.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let Some(expected) = text(session, "ticket") else { return Ok(()) };
    let told = text(data, "ticket").map(|ticket| hex(&sha256(ticket.as_bytes())));
    let is_right = told.is_some_and(|told| same(told.as_bytes(), expected.as_bytes()));
    if is_right { Ok(()) } else { Err(Error::ConnectorSessionNotFound) }
}

/// Sends someone to a provider. Whose identity it is shows when it is linked.
pub async fn create(caller: &Caller, around: &Surroundings<'_>, input: DepartForOwn) -> Result<OwnDeparture> {
    let DepartForOwn { connector_id, state, redirect_uri, scope } = input;
    let (connector, factory) = social::named(&caller.tenant, &connector_id).await?;
    let ask = Ask {
        state: &state,
        redirect_uri: &redirect_uri,
        scope: scope.as_deref().filter(|scope| !scope.is_empty()),
        user_agent: around.user_agent,
    };
    let id = records::new_id();
    let departure = if factory.speaks_saml() {
        social::depart_by_saml(&caller.tenant, &connector, &ask, &id).await?
    } else {
        social::send(&connector, factory, &ask)?
    };
    let record = Record::Social(SocialRecord {
        id,
        connector_id: connector.id,
        social_user_info: None,
        connector_session: Some(departure.session),
        encrypted_token_set: None,
    });
    let made = records::keep(&caller.tenant, &record, None).await?;
    Ok(OwnDeparture { made, authorization_uri: departure.url })
}

/// Takes a SAML response that a browser brought from the provider for a verification: keeps who it is about, and answers
/// where the browser goes on.
pub async fn accept(tenant: &Tenant, verification: &str, connector: &str, response: &str) -> Result<String> {
    let unknown = |error| if matches!(error, Error::RecordNotFound) { Error::RelayStateUnknown } else { error };
    let Record::Social(mut record) = records::find(tenant, verification).await.map_err(unknown)? else {
        return Err(Error::RelayStateUnknown);
    };
    let sent = record.connector_session.as_mut().filter(|_| record.connector_id == connector);
    let session = sent.ok_or(Error::RelayStateUnknown)?;
    let connector = social::named_for_saml(tenant, connector).await?;
    *session = social::accept(tenant, &connector, session, response).await?;
    let (ticket, address) = (random_text(Alphabet::Alphanumeric, TICKET), social::landing(session));
    session.insert("ticket".to_owned(), hex(&sha256(ticket.as_bytes())).into());
    records::replace(tenant, &Record::Social(record)).await?;
    Ok(format!("{address}&ticket={ticket}"))
}

/// Takes someone back from a provider; what was remembered on the way is good once.
pub async fn verify(caller: &Caller, around: &Surroundings<'_>, input: ReturnWithOwn) -> Result<Verified> {
    let ReturnWithOwn { verification_record_id, connector_data } = input;
    let Record::Social(record) = records::find(&caller.tenant, &verification_record_id).await? else {
        return Err(Error::RecordNotFound);
    };
    let session = record.connector_session.clone().ok_or(Error::RecordNotFound)?;
    check_ticket(&session, &connector_data)?;
    let (connector, factory) = social::named(&caller.tenant, &record.connector_id).await?;
    let brought = Brought { data: &connector_data, session: &session };
    let person = social::receive(&caller.tenant, around.http, &connector, factory, brought).await?;
    let proved = SocialRecord {
        social_user_info: Some(person.user.to_members()),
        connector_session: None,
        encrypted_token_set: person.tokens,
        ..record
    };
    records::replace(&caller.tenant, &Record::Social(proved)).await?;
    Ok(Verified { verification_record_id })
}
