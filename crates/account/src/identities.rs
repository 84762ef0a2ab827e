//! Identities of the account at other providers.

pub mod access_token;

use avouch_domain::connectors::{self, social};
use avouch_domain::secrets::{self, Origin};
use avouch_domain::users::identities::{in_use, of_person, refuse_taken};
use avouch_domain::{Error, Result, events};
use avouch_model::Json;
use avouch_shape::Input;
use avouch_store::users::identities as stored;
use serde_json::{Value, json};

use crate::Caller;
use crate::checks::{self, Field};
use crate::records::{self, Record};

/// An identity to link.
#[derive(Debug, Input)]
pub struct NewOwnIdentity {
    /// The verification that proves it.
    pub new_identifier_verification_record_id: String,
}

/// Links an identity at a provider that the account has none at yet.
pub async fn add(caller: &Caller, input: &NewOwnIdentity) -> Result<()> {
    link(caller, input, false).await
}

/// Links an identity, in place of one that the account has at this provider.
pub async fn set(caller: &Caller, input: &NewOwnIdentity) -> Result<()> {
    link(caller, input, true).await
}

async fn link(caller: &Caller, input: &NewOwnIdentity, replaces: bool) -> Result<()> {
    caller.need_edit(Field::Social)?;
    caller.need_scope("identities")?;
    caller.need_first_party()?;
    caller.need_proof_if_possible(&caller.account().await?)?;
    let found = records::find(&caller.tenant, &input.new_identifier_verification_record_id).await?;
    let Record::Social(record) = found else { return Err(Error::RecordNotFound) };
    let person = of_person(&record.social_user_info.ok_or(Error::RecordNotFound)?);
    let id = person.get("userId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (connector, factory) = social::named(&caller.tenant, &record.connector_id).await?;
    let target = connectors::target(&connector, factory);
    let tx = caller.tenant.begin().await?;
    let account = caller.lock(&tx).await?;
    refuse_taken(&tx, &target, &id, Some(&caller.user)).await?;
    let mut identities = account.user.identities.object().unwrap_or_default();
    let before = identities.insert(target.clone(), person);
    if before.is_some() && !replaces {
        return Err(Error::OwnIdentityLinked);
    }
    stored::replace(&tx, &caller.user, &identities).await.map_err(in_use)?;
    if let Some(tokens) = record.encrypted_token_set.filter(|_| connector.enable_token_storage) {
        let origin = Origin::Social { connector: &connector.id, target: &target, identity: &id };
        secrets::keep(&tx, &caller.user, origin, &tokens).await?;
    }
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes the identity at a provider with what was kept of its tokens, unless nothing else signs in.
pub async fn remove(caller: &Caller, target: &str) -> Result<()> {
    caller.need_edit(Field::Social)?;
    caller.need_scope_of_field("identities")?;
    caller.need_first_party()?;
    let tx = caller.tenant.begin().await?;
    let account = caller.lock(&tx).await?;
    caller.need_proof_if_possible(&account)?;
    let mut user = account.user;
    let mut identities = user.identities.object().unwrap_or_default();
    identities.shift_remove(target).ok_or(Error::IdentityNotExist)?;
    user.identities = Json::from(&json!(identities));
    checks::need_identifier(&tx, &user).await?;
    stored::replace(&tx, &caller.user, &identities).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}
