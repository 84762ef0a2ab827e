//! Scripts of the tenant that have a say when people sign in: each run has an audit entry.

mod patch;
pub(crate) mod post_first_factor_verification;
pub mod post_sign_in;

pub use patch::Patch;

use std::time::Instant;

use avouch_domain::Result;
use avouch_domain::configs::actions;
use avouch_model::configs::actions::{Action, ActionKey, ExecutionErrorPolicy};
use avouch_store::configs::actions as stored;
use avouch_store::{Read as _, Tenant};
use serde_json::{Map, Value, json};

use crate::{Surroundings, audit};

/// What a script may give of a user.
const GIVEN: [&str; 7] = ["username", "primaryEmail", "primaryPhone", "name", "avatar", "customData", "profile"];

/// What came of asking a script.
#[derive(Debug)]
enum Asked {
    /// It returned this, or nothing.
    Returned(Option<Value>),
    /// It failed, and nobody signs in by that.
    Blocked,
    /// It failed, and that does not matter.
    Allowed,
}

/// Whether a script is to be asked.
async fn is_enabled(tenant: &Tenant, key: ActionKey) -> Result<bool> {
    Ok(stored::cached(tenant).await?.enabled(key).is_some())
}

/// Asks a script, if it is to be asked; `secret` is what of the event no entry may have.
async fn ask(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    (key, event): (ActionKey, &Value),
    secret: Option<&str>,
) -> Result<Option<Asked>> {
    let actions = stored::cached(tenant).await?;
    let Some(action) = actions.enabled(key) else { return Ok(None) };
    let began = Instant::now();
    let outcome = actions::run(around.scripts, action, event).await;
    let mut entry = begun(tenant, action, key, event);
    entry.insert("durationMs".to_owned(), u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX).into());
    let asked = match outcome {
        Ok(returned) => {
            entry.extend(decided(key, returned.as_ref()));
            entry.insert("actionResult".to_owned(), outline(returned.as_ref()));
            Asked::Returned(returned)
        }
        Err(failure) => {
            // What a script says of its failure may repeat what it was given.
            let message = failure.to_string();
            let message = secret
                .filter(|secret| !secret.is_empty())
                .map_or_else(|| message.clone(), |secret| message.replace(secret, "******"));
            entry.insert("actionError".to_owned(), json!({ "name": "Error", "message": message }));
            let denied = matches!(failure, actions::Failure::Denied(_));
            let allows = action.on_execution_error == Some(ExecutionErrorPolicy::Allow) && !denied;
            entry.insert("errorPolicyOutcome".to_owned(), if allows { "allow" } else { "block" }.into());
            let decision = match key {
                ActionKey::PostFirstFactorVerification => "rejectInvalidCredentials",
                ActionKey::PostSignIn if allows => "continue",
                ActionKey::PostSignIn => "throw",
            };
            entry.insert("decision".to_owned(), decision.into());
            if allows { Asked::Allowed } else { Asked::Blocked }
        }
    };
    audit::action(tenant, around, log_key(key), entry).await?;
    Ok(Some(asked))
}

fn log_key(key: ActionKey) -> &'static str {
    match key {
        ActionKey::PostFirstFactorVerification => "Action.PostFirstFactorVerification",
        ActionKey::PostSignIn => "Action.PostSignIn",
    }
}

/// The beginning of a run's entry: of the event only what says which one it was.
fn begun(tenant: &Tenant, action: &Action, key: ActionKey, event: &Value) -> Map<String, Value> {
    let mut entry = Map::new();
    let mut put = |name: &str, value: Value| drop(entry.insert(name.to_owned(), value));
    let user = event.get("user").and_then(|user| user.get("id"));
    put("tenantId", tenant.id().as_str().into());
    put("actionType", key.as_str().into());
    put("runtimeLocation", "local".into());
    put("onExecutionError", action.on_execution_error.unwrap_or_default().as_str().into());
    let mut shown = Map::new();
    for name in ["key", "interactionEvent", "verificationType", "identifier"] {
        shown.extend(event.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    shown.insert("user".to_owned(), user.map_or(Value::Null, |id| json!({ "id": id })));
    put("event", shown.into());
    if let Some(id) = user {
        put("userId", id.clone());
    }
    entry
}

/// What a script asked for.
fn decided(key: ActionKey, returned: Option<&Value>) -> Map<String, Value> {
    let action = returned.and_then(|returned| returned.get("action")).and_then(Value::as_str);
    let gives_user = returned.and_then(|returned| returned.get("user")).is_some();
    let (action, decision) = match (key, action) {
        (ActionKey::PostFirstFactorVerification, Some(action @ ("createUser" | "updateUser")))
        | (ActionKey::PostSignIn, Some(action @ "updateUser"))
            if gives_user =>
        {
            (Some(action), action)
        }
        (_, None) | (ActionKey::PostSignIn, Some("updateUser")) => (None, "noop"),
        (_, Some(_)) => (None, "invalid"),
    };
    let mut decided = Map::new();
    decided.extend(action.map(|action| ("action".to_owned(), action.into())));
    decided.insert("decision".to_owned(), decision.into());
    decided
}

/// What a script returned, without any of the values.
fn outline(returned: Option<&Value>) -> Value {
    let members = returned.and_then(Value::as_object);
    let user = members.and_then(|members| members.get("user")).and_then(Value::as_object);
    let is_given = |name: &&&str| user.is_some_and(|user| user.contains_key(**name));
    let fields: Vec<&&str> = GIVEN.iter().filter(is_given).collect();
    json!({
        "passwordVerified": members.and_then(|members| members.get("passwordVerified")) == Some(&Value::Bool(true)),
        "userFields": fields,
        "unknownFieldCount": user.map_or(0, Map::len) - fields.len(),
    })
}
