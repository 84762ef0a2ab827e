//! Scripts that have a say when people sign in.

use avouch_model::configs::actions::{Action, ActionKey, KeyedAction, SetAction, TestAction, UpdateAction};
pub use avouch_script::{Failure, Scripts};
use avouch_store::Tenant;
use avouch_store::configs::actions as stored;
use serde_json::{Value, json};

use crate::{Error, Result};

/// The function that a script defines.
const ENTRY: &str = "runAction";

fn missing(key: ActionKey) -> Error {
    Error::NotExistsWithId { name: "logto_configs", id: key.as_str().to_owned() }
}

/// The scripts that there are.
pub async fn list(tenant: &Tenant) -> Result<Vec<KeyedAction>> {
    let mut all = Vec::new();
    for key in ActionKey::ALL.iter().copied() {
        all.extend(stored::get(tenant, key).await?.map(|value| KeyedAction { key, value }));
    }
    Ok(all)
}

/// One script.
pub async fn get(tenant: &Tenant, key: ActionKey) -> Result<Action> {
    stored::get(tenant, key).await?.ok_or_else(|| missing(key))
}

/// Keeps a script in place of what was there; answers whether nothing was.
pub async fn replace(tenant: &Tenant, key: ActionKey, input: SetAction) -> Result<(bool, Action)> {
    let SetAction { script, environment_variables, context_sample, enabled, on_execution_error } = input;
    let action = Action { script, environment_variables, context_sample, enabled, on_execution_error };
    let tx = tenant.begin().await?;
    let is_new = stored::get(&tx, key).await?.is_none();
    stored::set(&tx, key, &action).await?;
    tx.commit().await?;
    Ok((is_new, action))
}

/// Changes what the request has of a script.
pub async fn update(tenant: &Tenant, key: ActionKey, input: UpdateAction) -> Result<Action> {
    let UpdateAction { script, environment_variables, context_sample, enabled, on_execution_error } = input;
    let tx = tenant.begin().await?;
    let kept = stored::get(&tx, key).await?.ok_or_else(|| missing(key))?;
    let action = Action {
        script: script.unwrap_or(kept.script),
        environment_variables: environment_variables.or(kept.environment_variables),
        context_sample: context_sample.or(kept.context_sample),
        enabled: enabled.or(kept.enabled),
        on_execution_error: on_execution_error.or(kept.on_execution_error),
    };
    stored::set(&tx, key, &action).await?;
    tx.commit().await?;
    Ok(action)
}

/// Removes a script.
pub async fn delete(tenant: &Tenant, key: ActionKey) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, key).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Asks a script; answers what it returns, where nothing stands for `undefined`.
pub async fn run(scripts: &Scripts, action: &Action, event: &Value) -> std::result::Result<Option<Value>, Failure> {
    let variables = action.environment_variables.clone().unwrap_or_default();
    scripts.run(&action.script, ENTRY, &json!({ "event": event, "environmentVariables": variables })).await
}

/// Tries a script out.
pub async fn test(scripts: &Scripts, input: TestAction) -> Result<Option<Value>> {
    let TestAction { script, action_type: _, event, environment_variables } = input;
    let action =
        Action { script, environment_variables, context_sample: None, enabled: None, on_execution_error: None };
    run(scripts, &action, &event).await.map_err(|failure| match failure {
        Failure::Busy => avouch_store::Error::Unavailable("too many scripts run at once".to_owned()).into(),
        Failure::Denied(_) => Error::ActionDenied { message: failure.to_string() },
        Failure::Wrong { .. } | Failure::Threw { .. } | Failure::Limit(_) => {
            Error::ActionFailed { message: failure.to_string() }
        }
    })
}
