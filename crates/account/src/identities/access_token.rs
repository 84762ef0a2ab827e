//! Tokens of other providers that were kept for the account.

use avouch_domain::connectors::{self, social};
use avouch_domain::secrets::{self, Issuer, Origin};
use avouch_domain::{Error, Result};
pub use avouch_model::secrets::AccessToken;
use avouch_outbound::Client;
use avouch_shape::Input;
use serde_json::Value;

use crate::Caller;
use crate::records::{self, Record};

const SCOPE: &str = "identities";

/// The token of a provider.
pub async fn get(caller: &Caller, http: &Client, issuer: Issuer<'_>) -> Result<AccessToken> {
    caller.need_scope_of_tokens(SCOPE)?;
    secrets::access_token(&caller.tenant, http, &caller.user, issuer).await
}

/// A way to a social provider that was gone once more.
#[derive(Debug, Input)]
pub struct NewToken {
    /// The verification that went it.
    pub verification_record_id: String,
}

/// Keeps the token of a social provider that a verification brought, in place of the one that was kept.
pub async fn set(caller: &Caller, http: &Client, target: &str, input: &NewToken) -> Result<AccessToken> {
    caller.need_scope_of_tokens(SCOPE)?;
    let found = records::find(&caller.tenant, &input.verification_record_id).await?;
    let Record::Social(record) = found else { return Err(Error::RecordNotFound) };
    let person = record.social_user_info.ok_or(Error::RecordNotFound)?;
    let (connector, factory) = social::named(&caller.tenant, &record.connector_id).await?;
    if connectors::target(&connector, factory) != target {
        return Err(Error::SocialRecordTarget);
    }
    let identity = person.get("id").and_then(Value::as_str).unwrap_or_default();
    let tx = caller.tenant.begin().await?;
    let linked = caller.lock(&tx).await?.user.identities.object().unwrap_or_default();
    let own = linked.get(target).and_then(|linked| linked.get("userId")?.as_str());
    if own != Some(identity) {
        return Err(Error::IdentityNotOwn);
    }
    let tokens = record.encrypted_token_set.filter(|_| connector.enable_token_storage);
    let tokens = tokens.ok_or(Error::SocialRecordTokens)?;
    let origin = Origin::Social { connector: &connector.id, target, identity };
    secrets::keep(&tx, &caller.user, origin, &tokens).await?;
    tx.commit().await?;
    get(caller, http, Issuer::Target(target)).await
}
