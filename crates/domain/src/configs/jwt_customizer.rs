//! Scripts that add claims to access tokens.

use avouch_model::configs::jwt_customizer::{
    CustomizedToken, JwtCustomizer, KeyedJwtCustomizer, SetJwtCustomizer, TestJwtCustomizer,
};
use avouch_script::{Failure, Scripts};
use avouch_shape::{Issue, JsonObject, Path};
use avouch_store::Tenant;
use avouch_store::configs::jwt_customizer as stored;
use serde_json::{Value, json};

use crate::{Error, Result};

/// The function that a script defines.
const ENTRY: &str = "getCustomJwtClaims";

fn missing(token: CustomizedToken) -> Error {
    Error::NotExistsWithId { name: "logto_configs", id: token.key().to_owned() }
}

/// The scripts that there are.
pub async fn list(tenant: &Tenant) -> Result<Vec<KeyedJwtCustomizer>> {
    let mut all = Vec::new();
    for token in CustomizedToken::ALL.iter().copied() {
        if let Some(value) = stored::get(tenant, token).await? {
            all.push(KeyedJwtCustomizer { key: token.key().to_owned(), value });
        }
    }
    Ok(all)
}

/// One script.
pub async fn get(tenant: &Tenant, token: CustomizedToken) -> Result<JwtCustomizer> {
    stored::get(tenant, token).await?.ok_or_else(|| missing(token))
}

/// Keeps a script in place of what was there; answers whether nothing was.
pub async fn replace(
    tenant: &Tenant,
    token: CustomizedToken,
    input: SetJwtCustomizer,
) -> Result<(bool, JwtCustomizer)> {
    let SetJwtCustomizer { script, environment_variables, context_sample, token_sample, block_issuance_on_error } =
        input;
    let customizer =
        JwtCustomizer { script, environment_variables, context_sample, token_sample, block_issuance_on_error };
    let tx = tenant.begin().await?;
    let is_new = stored::get(&tx, token).await?.is_none();
    stored::set(&tx, token, &customizer).await?;
    tx.commit().await?;
    Ok((is_new, customizer))
}

/// Changes a script, and what of the rest the request has.
pub async fn update(tenant: &Tenant, token: CustomizedToken, input: SetJwtCustomizer) -> Result<JwtCustomizer> {
    let SetJwtCustomizer { script, environment_variables, context_sample, token_sample, block_issuance_on_error } =
        input;
    let tx = tenant.begin().await?;
    let kept = stored::get(&tx, token).await?.ok_or_else(|| missing(token))?;
    let customizer = JwtCustomizer {
        script,
        environment_variables: environment_variables.or(kept.environment_variables),
        context_sample: context_sample.or(kept.context_sample),
        token_sample: token_sample.or(kept.token_sample),
        block_issuance_on_error: block_issuance_on_error.or(kept.block_issuance_on_error),
    };
    stored::set(&tx, token, &customizer).await?;
    tx.commit().await?;
    Ok(customizer)
}

/// Removes a script.
pub async fn delete(tenant: &Tenant, token: CustomizedToken) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, token).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Runs a script; answers the claims that it returns. The token goes to it as it would be signed.
pub async fn run(
    scripts: &Scripts,
    customizer: &JwtCustomizer,
    token: &Value,
    context: &Value,
) -> std::result::Result<JsonObject, Failure> {
    let variables = customizer.environment_variables.clone().unwrap_or_default();
    let input = json!({ "token": token, "context": context, "environmentVariables": variables });
    match scripts.run(&customizer.script, ENTRY, &input).await? {
        Some(Value::Object(claims)) => Ok(claims),
        _ => Err(Failure::Wrong {
            name: "TypeError".to_owned(),
            message: format!("{ENTRY} must return an object, or a promise of one"),
        }),
    }
}

/// Tries a script out.
pub async fn test(scripts: &Scripts, input: TestJwtCustomizer) -> Result<JsonObject> {
    let TestJwtCustomizer { token_type, script, environment_variables, token, context } = input;
    if token_type == CustomizedToken::AccessToken && !context.get("user").is_some_and(Value::is_object) {
        let at = Path::Key(&Path::Root, "context");
        let issue = Issue::wrong_type("object", context.get("user"), &Path::Key(&at, "user"));
        return Err(Error::InvalidField { issues: issue.into() });
    }
    let customizer = JwtCustomizer {
        script,
        environment_variables,
        context_sample: None,
        token_sample: None,
        block_issuance_on_error: None,
    };
    let outcome = run(scripts, &customizer, &token.into(), &context.into()).await;
    outcome.map_err(|failure| match failure {
        Failure::Denied(message) => Error::ScriptDenied { message },
        Failure::Wrong { name, message } | Failure::Threw { name, message } => Error::ScriptFailed { name, message },
        Failure::Limit(what) => Error::ScriptFailed { name: "RangeError".to_owned(), message: what.to_owned() },
        Failure::Busy => avouch_store::Error::Unavailable("too many scripts run at once".to_owned()).into(),
    })
}
