//! Tokens of the providers that the user came from, for the vault.

use avouch_domain::secrets::{self, Origin};
use avouch_domain::{Result, connectors};
use avouch_model::secrets::EncryptedTokenSet;
use avouch_store::users::identities;
use avouch_store::{Tx, connectors as stored};
use serde_json::Value;

use crate::State;
use crate::record::Record;

/// Keeps the tokens of every provider by whose identity the user is known now.
pub(super) async fn keep(tx: &Tx, state: &State, user: &str) -> Result<()> {
    for record in &state.verification_records {
        match record {
            Record::Social {
                connector_id, social_user_info: Some(person), encrypted_token_set: Some(tokens), ..
            } => {
                let identity = person.get("id").and_then(Value::as_str).unwrap_or_default();
                social(tx, user, (connector_id, identity), tokens).await?;
            }
            Record::EnterpriseSso {
                connector_id,
                enterprise_sso_user_info: Some(person),
                issuer: Some(issuer),
                encrypted_token_set: Some(tokens),
                ..
            } => {
                let identity = person.get("id").and_then(Value::as_str).unwrap_or_default();
                let holder = identities::sso_holder(tx, issuer, identity).await?;
                if holder.is_some_and(|holder| holder.user_id.as_str() == user) {
                    let origin = Origin::Enterprise { connector: connector_id, issuer, identity };
                    secrets::keep(tx, user, origin, tokens).await?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

async fn social(tx: &Tx, user: &str, (id, identity): (&str, &str), tokens: &EncryptedTokenSet) -> Result<()> {
    // The connector may be gone since, or keep tokens no more.
    let Some(connector) = stored::get(tx, id).await?.filter(|connector| connector.enable_token_storage) else {
        return Ok(());
    };
    let (connector, factory) = connectors::find(tx, &connector.id).await?;
    let target = connectors::target(&connector, factory);
    let holder = identities::holder(tx, &target, identity).await?;
    if holder.is_some_and(|holder| holder.as_str() == user) {
        let origin = Origin::Social { connector: id, target: &target, identity };
        secrets::keep(tx, user, origin, tokens).await?;
    }
    Ok(())
}

/// What was done, without the tokens: they are kept elsewhere now.
pub(super) fn without(state: &State) -> State {
    let mut state = state.clone();
    for record in &mut state.verification_records {
        if let Record::Social { encrypted_token_set, .. } | Record::EnterpriseSso { encrypted_token_set, .. } = record {
            *encrypted_token_set = None;
        }
    }
    state
}
