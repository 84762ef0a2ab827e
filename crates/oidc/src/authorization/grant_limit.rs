//! How many grants of one user a client may have at once: on how many devices an account can be used.

use avouch_domain::events;
use avouch_model::hooks::HookEvent;
use avouch_store::Tx;
use avouch_store::applications::Client;
use avouch_store::oidc_model_instances as stored;
use serde_json::{Value, json};

use super::Visit;
use crate::cimd::member;
use crate::records::{Grant, Record as _};
use crate::{Caller, OidcError, audit};

/// Revokes the oldest grants beyond the client's limit, though never the current one; answers which. Webhooks are told.
pub(super) async fn enforce(
    tx: &Tx,
    caller: &Caller,
    client: &Client,
    current: &Grant,
) -> Result<Vec<String>, OidcError> {
    let Some(limit) = &client.application.custom_client_metadata.max_allowed_grants else { return Ok(Vec::new()) };
    let most = usize::try_from(limit.get()).unwrap_or(usize::MAX);
    let of_client = |payload: &Value| payload.get("clientId").and_then(Value::as_str) == Some(&current.client_id);
    let mut active = stored::of_user(tx, Grant::MODEL, &current.account_id, tx.now()).await?;
    active.retain(|grant| of_client(&grant.payload));
    let before = active.len();
    let beyond = before.saturating_sub(most);
    let oldest = active.into_iter().map(|grant| grant.id).filter(|id| *id != current.jti).take(beyond);
    let mut revoked = Vec::new();
    for id in oldest {
        stored::revoke_grant(tx, &id).await?;
        revoked.push(id);
    }
    if !revoked.is_empty() {
        let told = json!({
            "userId": current.account_id,
            (member(&current.client_id)): current.client_id,
            "revokedGrantIds": revoked,
            "maxAllowedGrants": limit.get(),
            "preRevocationActiveGrantCount": before,
            "ip": caller.ip,
            "userAgent": caller.user_agent,
        });
        events::raise(tx, HookEvent::GrantLimitExceeded, told.as_object().cloned().unwrap_or_default()).await?;
    }
    Ok(revoked)
}

/// Keeps the entry of what was revoked.
pub(super) async fn record(visit: &Visit<'_>, current: &Grant, revoked: &[String]) -> Result<(), OidcError> {
    const KEY: &str = "RevokeGrants";
    if revoked.is_empty() {
        return Ok(());
    }
    let mut payload = audit::begin(KEY, visit.caller, None);
    payload.insert("userId".to_owned(), current.account_id.as_str().into());
    payload.insert(member(&current.client_id).to_owned(), current.client_id.as_str().into());
    payload.insert("revokeGrantIds".to_owned(), revoked.iter().map(String::as_str).collect());
    payload.insert("reason".to_owned(), "the application allows a user no more grants at once".into());
    audit::write(&visit.issuer.tenant, KEY, payload).await
}
