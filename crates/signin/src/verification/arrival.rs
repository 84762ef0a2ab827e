//! The browser that brings a SAML response is the one that goes on with it. The response names the sign-in that it is for,
//! and anyone can send anyone to a provider: without this, whoever began a sign-in elsewhere would get into the account of
//! the one who came back.

use avouch_crypto::{Alphabet, hex, random_text, same, sha256};
use avouch_domain::{Error, Result};
use serde_json::{Value, json};

use crate::State;

/// The cookie of a browser that brought a response.
pub const COOKIE: &str = "_avouch_saml_arrival";

/// Seconds that it has to go on.
pub const LIFETIME: u32 = 600;

/// Where it is kept which browser brought a response, beside the state.
const ARRIVAL: &str = "samlArrival";

/// Characters of what the browser keeps.
const TICKET: usize = 43;

fn digest(ticket: &str) -> String {
    hex(&sha256(ticket.as_bytes()))
}

/// Notes that a browser brought a response for a connector; answers what the browser is to keep.
pub fn note(state: &mut State, connector: &str) -> String {
    let ticket = random_text(Alphabet::Alphanumeric, TICKET);
    state.rest.insert(ARRIVAL.to_owned(), json!({ "connectorId": connector, "ticket": digest(&ticket) }));
    ticket
}

/// Refuses a browser other than the one that brought the response for a connector, if one was brought.
pub fn check(state: &State, connector: &str, ticket: Option<&str>) -> Result<()> {
    let text = |name: &str| state.rest.get(ARRIVAL).and_then(|arrival| arrival.get(name)).and_then(Value::as_str);
    let Some(expected) = text("ticket").filter(|_| text("connectorId") == Some(connector)) else { return Ok(()) };
    match ticket.map(digest) {
        Some(told) if same(told.as_bytes(), expected.as_bytes()) => Ok(()),
        Some(_) | None => Err(Error::ConnectorSessionNotFound),
    }
}
