//! Sign-in at social providers.

use avouch_domain::connectors::social::{self, Ask, Brought};
use avouch_domain::{Error, Result};
use avouch_shape::{Describe, Input, JsonObject};
use avouch_store::Tenant;
use serde::Serialize;
use serde_json::Value;

use super::{Made, new_id};
use crate::record::Record;
use crate::{State, Surroundings};

/// The cookie that a page with One Tap outside of ours left its credential in.
pub const ONE_TAP_COOKIE: &str = "_logto_google_one_tap_credential";

/// A way to a provider.
#[derive(Debug, Input)]
pub struct Depart {
    /// Comes back unchanged.
    pub state: String,
    /// Where to come back to.
    pub redirect_uri: String,
}

/// Where it leads.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Departure {
    /// Address at the provider.
    pub authorization_uri: String,
    /// The verification.
    pub verification_id: String,
}

/// What the provider sent along.
#[derive(Debug, Input)]
pub struct Return {
    /// Parameters of the address that it sent the browser to.
    pub connector_data: JsonObject,
    /// The verification.
    pub verification_id: Option<String>,
}

/// Cookies that Google One Tap leaves in the browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneTap<'a> {
    /// `g_csrf_token`
    pub csrf_token: Option<&'a str>,
    /// [`ONE_TAP_COOKIE`]
    pub credential: Option<&'a str>,
}

/// Sends someone to a provider.
pub async fn depart(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    state: &mut State,
    connector: &str,
    input: &Depart,
) -> Result<Departure> {
    let (connector, factory) = social::find(tenant, connector).await?;
    let ask =
        Ask { state: &input.state, redirect_uri: &input.redirect_uri, scope: None, user_agent: around.user_agent };
    let departure = if factory.speaks_saml() {
        social::depart_by_saml(tenant, &connector, &ask, around.session).await?
    } else {
        social::send(&connector, factory, &ask)?
    };
    let id = new_id();
    state.record(Record::Social {
        id: id.clone(),
        connector_id: connector.id,
        social_user_info: None,
        connector_session: Some(departure.session),
        encrypted_token_set: None,
    });
    Ok(Departure { authorization_uri: departure.url, verification_id: id })
}

/// Takes a SAML response that the browser brought from the provider: keeps in the state who came back, and answers where
/// the browser goes on. Only the browser that was sent goes on with it.
pub async fn accept(tenant: &Tenant, state: &mut State, connector: &str, response: &str) -> Result<String> {
    let sent = state.verification_records.iter_mut().find_map(|record| match record {
        Record::Social { connector_id, connector_session: Some(session), .. } if connector_id == connector => {
            Some(session)
        }
        _ => None,
    });
    let session = sent.ok_or(Error::RelayStateUnknown)?;
    let connector = social::named_for_saml(tenant, connector).await?;
    *session = social::accept(tenant, &connector, session, response).await?;
    Ok(social::landing(session))
}

/// Takes someone back from a provider.
pub async fn verify(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    state: &mut State,
    connector: &str,
    input: &Return,
    one_tap: OneTap<'_>,
) -> Result<Made> {
    let (connector, factory) = social::named(tenant, connector).await?;
    let record = input.verification_id.as_deref().map(|id| state.find(id).cloned());
    let (id, session) = match record {
        Some(Some(Record::Social { id, connector_id, connector_session, .. })) if connector_id == connector.id => {
            (id, connector_session.unwrap_or_default())
        }
        Some(_) => return Err(Error::VerificationNotFound),
        None => {
            check_one_tap(&input.connector_data, one_tap)?;
            (new_id(), JsonObject::new())
        }
    };
    let brought = Brought { data: &input.connector_data, session: &session };
    let person = social::receive(tenant, around.http, &connector, factory, brought).await?;
    state.captcha.skipped = true;
    state.record(Record::Social {
        id: id.clone(),
        connector_id: connector.id,
        social_user_info: Some(person.user.to_members()),
        connector_session: None,
        encrypted_token_set: person.tokens,
    });
    Ok(Made { verification_id: id })
}

/// A credential comes without a departure; that it is this browser's own, a cookie says.
fn check_one_tap(data: &JsonObject, cookies: OneTap<'_>) -> Result<()> {
    let text = |name: &str| data.get(name).and_then(Value::as_str);
    let credential = text("credential").ok_or(Error::VerificationNotFound)?;
    match text("g_csrf_token") {
        Some(token) if cookies.csrf_token == Some(token) => Ok(()),
        Some(_) => Err(Error::CsrfToken),
        None if cookies.credential == Some(credential) => Ok(()),
        None => Err(Error::OneTapCookie),
    }
}
