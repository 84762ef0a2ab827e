//! Audit entries of the sign-in experience: each step has one, however it went.

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::captcha_provider::check::Verdict;
use avouch_domain::logs::{sanitized, user_agent};
use avouch_domain::{Error, Result};
use avouch_model::LogId;
use avouch_model::applications::is_document;
use avouch_model::logs::NewLog;
use avouch_store::{Read as _, Tenant, logs};
use serde_json::{Map, Value, json};

use crate::trusted_device::DeviceNote;
use crate::{Event, State, Surroundings};

/// Longest `User-Agent` header that is kept.
const LONGEST: usize = 1024;

/// A step that was taken.
#[derive(Debug)]
pub struct Step<'a> {
    /// What the user came for.
    pub event: Event,
    /// The rest of the key, such as `Verification.Password.Submit`.
    pub act: &'a str,
    /// What was asked.
    pub told: Value,
    /// What the user did so far.
    pub state: Option<&'a State>,
    /// Parameters of the authorization request.
    pub params: &'a Map<String, Value>,
    /// Further members of the entry.
    pub more: Map<String, Value>,
}

/// Keeps the entry of a step; answers once it is committed.
pub async fn write(tenant: &Tenant, around: &Surroundings<'_>, step: &Step<'_>, error: Option<&Error>) -> Result<()> {
    let key = format!("Interaction.{}.{}", step.event.as_str(), step.act);
    let mut payload = begin(&key, around, step.params, error);
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    if let Some(state) = step.state {
        if let Some(user) = &state.user_id {
            put("userId", user.as_str().into());
        }
        put("interaction", sanitized(&json!(state.shown())));
        if let Some(record) = step.act.strip_prefix("Verification.").and_then(|act| act.split('.').next())
            && let Some(shown) = state.shown_record(record)
        {
            put("verification", sanitized(&shown));
        }
    }
    if !step.told.is_null() {
        put("payload", sanitized(&step.told));
    }
    payload.extend(step.more.iter().map(|(name, value)| (name.clone(), sanitized(value))));
    keep(tenant, key, payload).await
}

/// Keeps the entry of a browser that stands for a second factor from now on, or just did. It says nothing of where the
/// browser is: its user can list such browsers for long.
pub async fn trusted_device(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    params: &Map<String, Value>,
    note: &DeviceNote,
) -> Result<()> {
    let key = format!("TrustedDevice.{}", note.act);
    let mut payload = begin(&key, around, params, None);
    for address in ["ip", "signInContext"] {
        payload.shift_remove(address);
    }
    payload.insert("userId".to_owned(), note.user.as_str().into());
    payload.insert("trustedDeviceId".to_owned(), note.id.as_str().into());
    keep(tenant, key, payload).await
}

/// Keeps the entry of a captcha that was answered.
pub async fn captcha(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    params: &Map<String, Value>,
    verdict: &Verdict,
) -> Result<()> {
    const KEY: &str = "Interaction.Create.Captcha";
    let Verdict { passes, score, mode, reason } = verdict;
    let error = (!passes).then_some(Error::CaptchaFailed);
    let mut payload = begin(KEY, around, params, error.as_ref());
    payload.insert("success".to_owned(), (*passes).into());
    payload.extend(score.map(|score| ("score".to_owned(), score.into())));
    payload.extend(mode.map(|mode| ("mode".to_owned(), json!(mode))));
    payload.extend(reason.as_ref().map(|reason| ("errorMessage".to_owned(), sanitized(&reason.as_str().into()))));
    keep(tenant, KEY.to_owned(), payload).await
}

/// Keeps the entry of a script that was asked.
pub(crate) async fn action(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    key: &'static str,
    entry: Map<String, Value>,
) -> Result<()> {
    let mut payload = begin(key, around, &Map::new(), None);
    payload.shift_remove("params");
    if entry.contains_key("actionError") {
        payload.insert("result".to_owned(), "Error".into());
    }
    payload.extend(entry.into_iter().map(|(name, value)| (name, sanitized(&value))));
    keep(tenant, key.to_owned(), payload).await
}

fn begin(
    key: &str,
    around: &Surroundings<'_>,
    params: &Map<String, Value>,
    error: Option<&Error>,
) -> Map<String, Value> {
    let mut payload = Map::new();
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    put("key", key.into());
    put("result", if error.is_none() { "Success" } else { "Error" }.into());
    if let Some(error) = error {
        put("error", told(error));
    }
    if let Some(ip) = around.ip {
        put("ip", ip.into());
    }
    if let Some(agent) = around.user_agent {
        let agent: String = agent.chars().filter(|character| *character != '\0').take(LONGEST).collect();
        payload.extend(user_agent::members(&agent));
    }
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    let injected = around.context.injected();
    if !injected.is_empty() {
        put("signInContext", sanitized(&Value::Object(injected)));
    }
    if let Some(client) = around.application {
        put(if is_document(client) { "cimdClientId" } else { "applicationId" }, client.into());
    }
    put("sessionId", around.session.into());
    put("params", sanitized(&Value::Object(params.clone())));
    payload
}

/// An error as administrators see it. What is no fault of the request stands in the server's own log.
fn told(error: &Error) -> Value {
    match error.problem() {
        Some(problem) => {
            let mut told = json!({ "message": problem.message, "code": problem.code });
            if let (Some(members), Some(data)) = (told.as_object_mut(), problem.data) {
                members.insert("data".to_owned(), sanitized(&data));
            }
            told
        }
        None => json!({ "message": "The server failed." }),
    }
}

async fn keep(tenant: &Tenant, key: String, payload: Map<String, Value>) -> Result<()> {
    let log = NewLog {
        tenant_id: tenant.id().clone(),
        id: LogId::new(random_text(Alphabet::Lower, 21)),
        key: key.into(),
        payload: Value::Object(payload),
        created_at: tenant.now(),
    };
    Ok(logs::create(tenant, &log).await?)
}
