//! Telling a webhook: one signed request.

use std::time::Duration;

use avouch_crypto::{hex, hmac_sha256};
use avouch_model::hooks::HookConfig;
use avouch_model::logs::NewLog;
use avouch_model::{LogId, TenantId, Timestamp};
use avouch_outbound::{Answer, Client, Error, Request};
use serde_json::{Value, json};

use crate::ids;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest answer of a receiver that is kept, in characters.
const LONGEST: usize = 4096;

/// Sends a payload; what comes back is an answer of whatever status.
pub async fn send(http: &Client, config: &HookConfig, signing_key: &str, payload: &Value) -> Result<Answer, Error> {
    let body = payload.to_string();
    let mut request = Request::post(&config.url).timeout(PATIENCE).header("user-agent", "Logto (https://logto.io/)");
    for (name, value) in config.headers.iter().flatten() {
        request = request.header(name, value);
    }
    if !signing_key.is_empty() {
        let signature = hex(&hmac_sha256(signing_key.as_bytes(), body.as_bytes()));
        request = request.header("logto-signature-sha-256", &signature);
    }
    http.send(request.body("application/json", body)).await
}

/// Whether a delivery succeeded.
pub fn succeeded(outcome: &Result<Answer, Error>) -> bool {
    outcome.as_ref().is_ok_and(|answer| answer.status.is_success())
}

/// The audit entry of a delivery.
pub fn log(
    tenant: &TenantId,
    hook: &str,
    event: &str,
    payload: &Value,
    outcome: &Result<Answer, Error>,
    now: Timestamp,
) -> NewLog {
    let key = format!("TriggerHook.{event}");
    let mut entry = json!({
        "key": key,
        "result": if succeeded(outcome) { "Success" } else { "Error" },
        "hookId": hook,
        "hookRequest": { "body": payload },
    });
    if let Some(members) = entry.as_object_mut() {
        match outcome {
            Ok(answer) => {
                let text: String = answer.text().chars().filter(|character| *character != '\0').take(LONGEST).collect();
                let body = serde_json::from_str::<Value>(&text).unwrap_or(Value::String(text));
                members.insert("response".to_owned(), json!({ "statusCode": answer.status.as_u16(), "body": body }));
                if !answer.status.is_success() {
                    let message = format!("The endpoint answered {}.", answer.status);
                    members.insert("error".to_owned(), message.into());
                }
            }
            Err(error) => drop(members.insert("error".to_owned(), error.to_string().into())),
        }
    }
    NewLog {
        tenant_id: tenant.clone(),
        id: LogId::new(ids::standard()),
        key: key.into(),
        payload: entry,
        created_at: now,
    }
}
