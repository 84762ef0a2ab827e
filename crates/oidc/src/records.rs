//! Records that the provider keeps, in the payload shape of the API: what another server of it wrote can be read.

mod access_token;
mod authorization_code;
mod device_code;
mod grant;
mod interaction;
mod pushed_request;
mod refresh_token;
mod replay_detection;
mod session;

pub(crate) use access_token::AccessTokenRecord;
pub(crate) use authorization_code::AuthorizationCode;
pub(crate) use device_code::DeviceCode;
pub(crate) use grant::Grant;
pub(crate) use interaction::{Interaction, MetSession, Prompt};
pub(crate) use pushed_request::PushedRequest;
pub(crate) use refresh_token::{ClaimsRequest, RefreshToken};
pub(crate) use replay_detection::is_first_use;
pub(crate) use session::{Authorization, Logout, Session};

use avouch_crypto::{Alphabet, random_text};
use avouch_model::Timestamp;
use avouch_store::oidc_model_instances::{self as stored, Written};
use avouch_store::{Read, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::OidcError;

/// Characters of an opaque token.
const TOKEN: usize = 43;

/// Characters of the identifier of a grant, a session or an interaction.
const IDENTIFIER: usize = 21;

/// A new opaque token.
pub(crate) fn new_token() -> String {
    random_text(Alphabet::UrlSafe, TOKEN)
}

/// A new identifier.
pub(crate) fn new_id() -> String {
    random_text(Alphabet::UrlSafe, IDENTIFIER)
}

/// A record with when it was used up.
#[derive(Clone, Debug)]
pub(crate) struct Found<T> {
    pub(crate) record: T,
    pub(crate) consumed_at: Option<Timestamp>,
}

/// A kind of record.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// Its name in the table.
    const MODEL: &'static str;

    /// Its identifier.
    fn id(&self) -> &str;

    /// When its time is over, in seconds.
    fn expires(&self) -> i64;

    /// It as it is written.
    fn written(&self) -> Written {
        let expires_at = Timestamp::from_millis(self.expires().saturating_mul(1000));
        Written::new(Self::MODEL, self.id(), self, expires_at)
    }

    /// What it says, as it is kept.
    fn payload(&self) -> Result<serde_json::Value, OidcError> {
        serde_json::to_value(self).map_err(|error| OidcError::server(error.to_string()))
    }

    /// Writes it.
    fn put(&self, tx: &Tx) -> impl Future<Output = Result<(), OidcError>> {
        async move {
            let expires_at = Timestamp::from_millis(self.expires().saturating_mul(1000));
            Ok(stored::put(tx, Self::MODEL, self.id(), self, expires_at).await?)
        }
    }

    /// The record of an identifier, unless its time is over.
    fn find(db: &impl Read, id: &str, now: Timestamp) -> impl Future<Output = Result<Option<Found<Self>>, OidcError>> {
        async move { read(stored::get(db, Self::MODEL, id).await?, now) }
    }

    /// The same, held until the transaction ends.
    fn lock(tx: &Tx, id: &str) -> impl Future<Output = Result<Option<Found<Self>>, OidcError>> {
        async move { read(stored::lock(tx, Self::MODEL, id).await?, tx.now()) }
    }

    /// Marks it as used up, with what it says now; answers whether it was not before.
    fn consume(&self, tx: &Tx) -> impl Future<Output = Result<bool, OidcError>> {
        async move { Ok(stored::consume(tx, Self::MODEL, self.id(), &self.payload()?).await?) }
    }

    /// Removes it; answers whether it was still there.
    fn delete(&self, tx: &Tx) -> impl Future<Output = Result<bool, OidcError>> {
        async move { Ok(stored::delete(tx, Self::MODEL, self.id()).await?) }
    }
}

/// An instance as a record; nothing if its time is over or another program wrote something else under its name.
pub(crate) fn read<T: Record>(found: Option<stored::Instance>, now: Timestamp) -> Result<Option<Found<T>>, OidcError> {
    let Some(instance) = found.filter(|instance| instance.expires_at > now) else { return Ok(None) };
    let record = serde_json::from_value(instance.payload)
        .map_err(|error| OidcError::server(format!("a record of {} cannot be read: {error}", T::MODEL)))?;
    Ok(Some(Found { record, consumed_at: instance.consumed_at }))
}
