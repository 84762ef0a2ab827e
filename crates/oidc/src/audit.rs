//! Audit entries of the provider.

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::logs::{sanitized, user_agent};
use avouch_model::LogId;
use avouch_model::logs::NewLog;
use avouch_store::oidc_model_instances as stored;
use avouch_store::{Read as _, Tenant, logs};
use serde_json::{Map, Value, json};

use crate::OidcError;
use crate::cimd::member;
use crate::records::Interaction;

/// Longest text that is kept of what a client sent.
const LONGEST: usize = 1024;

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Address.
    pub ip: Option<String>,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
    /// What a proxy in front tells of where it is.
    pub context: Map<String, Value>,
}

/// The beginning of an entry: how it went, and who asked.
pub(crate) fn begin(key: &str, caller: &Caller, error: Option<&OidcError>) -> Map<String, Value> {
    let mut payload = Map::new();
    let mut put = |name: &str, value: Value| drop(payload.insert(name.to_owned(), value));
    put("key", key.into());
    put("result", if error.is_none() { "Success" } else { "Error" }.into());
    if let Some(error) = error {
        let code = format!("oidc.{}", error.code.as_str());
        put("error", json!({ "message": error.description, "code": code }));
    }
    if let Some(ip) = &caller.ip {
        put("ip", ip.as_str().into());
    }
    if let Some(agent) = &caller.user_agent {
        payload.extend(user_agent::members(&clean(agent)));
    }
    if !caller.context.is_empty() {
        payload.insert("signInContext".to_owned(), sanitized(&Value::Object(caller.context.clone())));
    }
    payload
}

/// Keeps an entry; answers once it is committed.
pub(crate) async fn write(tenant: &Tenant, key: &'static str, payload: Map<String, Value>) -> Result<(), OidcError> {
    let log = NewLog {
        tenant_id: tenant.id().clone(),
        id: LogId::new(random_text(Alphabet::Lower, 21)),
        key: key.into(),
        payload: Value::Object(payload),
        created_at: tenant.now(),
    };
    Ok(logs::create(tenant, &log).await?)
}

/// What a client sent, without what no column takes, and cut.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|character| *character != '\0').take(LONGEST).collect()
}

/// Keeps the entry of an interaction that begins or ends.
pub(crate) async fn interaction(
    tenant: &Tenant,
    caller: &Caller,
    key: &'static str,
    interaction: &Interaction,
) -> Result<(), OidcError> {
    let mut payload = begin(key, caller, None);
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    put("prompt", json!({ "name": interaction.prompt.name, "reasons": interaction.prompt.reasons }));
    if let Some(client) = interaction.params.get("client_id").and_then(Value::as_str) {
        put(member(client), client.into());
    }
    put("interactionId", interaction.jti.as_str().into());
    if let Some(session) = &interaction.session {
        put("sessionId", session.uid.as_str().into());
    }
    let met = interaction.session.as_ref().map(|session| session.account_id.as_str());
    if let Some(user) = interaction.result_text("login", "accountId").or(met) {
        put("userId", user.into());
    }
    put("params", sanitized(&Value::Object(interaction.params.clone())));
    write(tenant, key, payload).await
}

/// A grant that was revoked, with what went with it.
#[derive(Debug)]
pub(crate) struct Revoked {
    pub(crate) grant: String,
    pub(crate) user: String,
    pub(crate) client: String,
    /// The kinds of codes and tokens that went.
    pub(crate) kinds: Vec<String>,
}

impl Revoked {
    /// Keeps the entry of it.
    pub(crate) async fn write(&self, tenant: &Tenant, caller: &Caller) -> Result<(), OidcError> {
        const KEY: &str = "RevokeToken";
        let mut payload = begin(KEY, caller, None);
        payload.insert("userId".to_owned(), self.user.as_str().into());
        payload.insert(member(&self.client).to_owned(), self.client.as_str().into());
        payload.insert("grantId".to_owned(), self.grant.as_str().into());
        payload.insert("tokenTypes".to_owned(), self.kinds.iter().map(String::as_str).collect());
        write(tenant, KEY, payload).await
    }
}

/// Revokes a grant with every code and token that came from it, and keeps the entry of it.
pub(crate) async fn revoke(
    tenant: &Tenant,
    caller: &Caller,
    (grant, user, client): (&str, &str, &str),
) -> Result<(), OidcError> {
    let tx = tenant.begin().await?;
    let kinds = stored::revoke_grant(&tx, grant).await?;
    tx.commit().await?;
    let revoked = Revoked { grant: grant.to_owned(), user: user.to_owned(), client: client.to_owned(), kinds };
    revoked.write(tenant, caller).await
}
