//! What a script gives of a user.

use avouch_domain::users;
use avouch_domain::{Error, Result};
use avouch_model::users::requests::UpdateUser;
use avouch_store::Tx;
use avouch_store::users::Account;
use serde_json::{Map, Value, json};

use super::GIVEN;
use crate::{Identifier, IdentifierType};

/// What a script gives of a user: only what it may give, each in its form.
#[derive(Clone, Debug, Default)]
pub struct Patch(Map<String, Value>);

impl Patch {
    /// Reads what a script gives; nothing where it gives something else.
    pub(super) fn parse(given: &Value) -> Option<Self> {
        let members = given.as_object()?;
        let known = members.keys().all(|name| GIVEN.contains(&name.as_str()));
        let fine = known && avouch_shape::read::<UpdateUser>(given.clone()).is_ok();
        fine.then(|| Self(members.clone()))
    }

    /// A text that it gives.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    }

    /// An object that it gives.
    pub(super) fn object(&self, name: &str) -> Map<String, Value> {
        self.0.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whoever signs in by an identifier keeps it.
    pub(super) fn keeps(&self, identifier: &Identifier) -> Result<()> {
        let (name, kind) = match identifier.r#type {
            IdentifierType::Username => ("username", "username"),
            IdentifierType::Email => ("primaryEmail", "email"),
            IdentifierType::Phone => ("primaryPhone", "phone"),
        };
        let Some(given) = self.0.get(name) else { return Ok(()) };
        let same = given.as_str().is_some_and(|given| match identifier.r#type {
            IdentifierType::Username => given == identifier.value,
            IdentifierType::Email => given.to_lowercase() == identifier.value.to_lowercase(),
            IdentifierType::Phone => {
                let normal = |phone: &str| users::identifiers::normal_phone(phone).unwrap_or_else(|_| phone.to_owned());
                normal(given) == normal(&identifier.value)
            }
        });
        if same { Ok(()) } else { Err(Error::ActionIdentifierChanged { kind }) }
    }

    /// Writes it to a user. Objects are merged into what is there, member by member.
    pub(crate) async fn write(&self, tx: &Tx, account: &Account) -> Result<()> {
        let mut given = self.0.clone();
        for (name, own) in [("customData", &account.user.custom_data), ("profile", &account.user.profile)] {
            if given.contains_key(name) {
                let mut merged = own.object().unwrap_or_default();
                merged.extend(self.object(name));
                given.insert(name.to_owned(), json!(merged));
            }
        }
        let read = avouch_shape::read::<UpdateUser>(given.into()).map_err(|_| Error::VerificationFailed)?;
        users::update_in(tx, account.user.id.as_str(), read).await.map(drop)
    }
}
