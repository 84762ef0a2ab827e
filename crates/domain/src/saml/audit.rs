//! Audit entries of sign-ins by SAML.

use avouch_model::LogId;
use avouch_model::logs::NewLog;
use avouch_store::{Read as _, Tenant};
use serde_json::{Map, Value, json};

use crate::logs::{sanitized, user_agent};
use crate::{Error, Result, ids};

/// A request came.
pub const AUTHN_REQUEST: &str = "SamlApplication.AuthnRequest";

/// Someone came back from signing in.
pub const CALLBACK: &str = "SamlApplication.Callback";

/// Someone came from the provider of an enterprise without having been sent there.
pub const ARRIVAL: &str = "Interaction.SignIn.Verification.IdpInitiatedSso.Create";

/// Longest text that is kept of what a browser sent.
const LONGEST: usize = 1024;

/// Who asks, and for what.
#[derive(Clone, Debug, Default)]
pub struct About<'a> {
    /// Application.
    pub application: Option<&'a str>,
    /// More that is told, as an object.
    pub more: Value,
    /// The user, once known.
    pub user: Option<&'a str>,
    /// Address.
    pub ip: &'a str,
    /// The `User-Agent` header.
    pub agent: Option<&'a str>,
    /// What a proxy in front tells of where it comes from.
    pub context: Option<&'a Map<String, Value>>,
}

/// Keeps an entry.
pub async fn write(tenant: &Tenant, key: &'static str, about: About<'_>, error: Option<&Error>) -> Result<()> {
    let mut payload = Map::new();
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    let clean = |text: &str| text.chars().filter(|one| *one != '\0').take(LONGEST).collect::<String>();
    put("key", key.into());
    put("result", if error.is_none() { "Success" } else { "Error" }.into());
    if let Some(application) = about.application {
        put("applicationId", clean(application).into());
    }
    for (name, value) in about.more.as_object().into_iter().flatten() {
        put(name, sanitized(value));
    }
    if let Some(context) = about.context.filter(|context| !context.is_empty()) {
        put("signInContext", sanitized(&Value::Object(context.clone())));
    }
    if let Some(problem) = error.and_then(Error::problem) {
        put("error", json!({ "code": problem.code, "message": problem.message }));
    }
    if let Some(user) = about.user {
        put("userId", user.into());
    }
    put("ip", about.ip.into());
    if let Some(agent) = about.agent {
        payload.extend(user_agent::members(&clean(agent)));
    }
    let log = NewLog {
        tenant_id: tenant.id().clone(),
        id: LogId::new(ids::standard()),
        key: key.into(),
        payload: Value::Object(payload),
        created_at: tenant.now(),
    };
    Ok(avouch_store::logs::create(tenant, &log).await?)
}
