//! What the user has to do before the client gets its answer.

use std::collections::BTreeMap;

use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use serde_json::{Map, Value, json};

use super::checks::Request;
use crate::cimd::is_cimd;
use crate::records::{Grant, Interaction, Prompt, Session};
use crate::token::user_tokens_available;
use crate::{Issuer, OidcError, scopes};

/// What the client is told where nobody may be asked: the first of the reasons.
pub(super) fn refusal(prompt: &Prompt) -> OidcError {
    match prompt.reasons.first().map(String::as_str) {
        Some("max_age") => OidcError::login_required("End-User authentication could not be obtained"),
        Some("id_token_hint") => OidcError::login_required("id_token_hint and authenticated subject do not match"),
        Some("native_client_prompt") => OidcError::interaction_required(),
        _ if prompt.name == "consent" => OidcError::consent_required(),
        _ => OidcError::login_required("End-User authentication is required"),
    }
}

/// Scopes that the user has not granted yet.
#[derive(Debug, Default)]
pub(super) struct Missing {
    pub(super) openid: Vec<String>,
    pub(super) resources: BTreeMap<String, Vec<String>>,
}

impl Missing {
    fn is_empty(&self) -> bool {
        self.openid.is_empty() && self.resources.is_empty()
    }
}

/// Whether someone has to sign in, and why.
pub(super) fn login(
    request: &Request,
    session: Option<&Session>,
    interaction: Option<&Interaction>,
    hinted: Option<&str>,
    now: i64,
) -> Option<Prompt> {
    let just_signed_in = interaction.is_some_and(Interaction::has_signed_in);
    let mut reasons = Vec::new();
    let account = session.and_then(|session| session.account_id.as_deref());
    if account.is_none() {
        reasons.push("no_session".to_owned());
    }
    if request.prompts("login") && !just_signed_in {
        reasons.push("login_prompt".to_owned());
    }
    let age = session.and_then(|session| session.login_ts).map_or(i64::MAX, |at| now.saturating_sub(at));
    if request.max_age.is_some_and(|most| age > most) && !just_signed_in {
        reasons.push("max_age".to_owned());
    }
    if hinted.is_some() && account.is_some() && hinted != account && !just_signed_in {
        reasons.push("id_token_hint".to_owned());
    }
    if reasons.is_empty() {
        return None;
    }
    Some(Prompt { name: "login".to_owned(), reasons, details: Map::new() })
}

/// What the request asks for that the grant does not cover.
pub(super) async fn missing(
    issuer: &Issuer,
    client: &Client,
    request: &Request,
    user: &str,
    grant: &Grant,
) -> Result<Missing, OidcError> {
    let mut missing = Missing::default();
    let wanted = scopes::openid(&request.scope);
    let absent = |values: &str, granted: &str| {
        let absent = scopes::values(values).into_iter().filter(|value| !scopes::has(granted, value));
        absent.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    missing.openid = absent(&wanted, &grant.openid.scope);
    for target in &request.resources {
        let available = user_tokens_available(&issuer.tenant, client, user, target).await?;
        let wanted = scopes::filter(&request.scope, |value| available.iter().any(|name| name == value));
        let granted = grant.resources.get(target.indicator()).map(String::as_str).unwrap_or_default();
        let absent = absent(&wanted, granted);
        if !absent.is_empty() {
            missing.resources.insert(target.indicator().to_owned(), absent);
        }
    }
    Ok(missing)
}

/// Whether the user has to consent, and to what.
pub(super) fn consent(
    client: &Client,
    request: &Request,
    interaction: Option<&Interaction>,
    missing: &Missing,
) -> Option<Prompt> {
    let just_consented = interaction.is_some_and(|interaction| interaction.result_text("consent", "grantId").is_some());
    let mut reasons = Vec::new();
    // A client without a row is asked about each time.
    if (request.prompts("consent") || is_cimd(client)) && !just_consented {
        reasons.push("consent_prompt".to_owned());
    }
    if client.application.r#type == ApplicationType::Native && !is_cimd(client) && !just_consented {
        reasons.push("native_client_prompt".to_owned());
    }
    if !missing.openid.is_empty() {
        reasons.push("op_scopes_missing".to_owned());
    }
    if !missing.resources.is_empty() {
        reasons.push("rs_scopes_missing".to_owned());
    }
    if reasons.is_empty() {
        return None;
    }
    let mut details: Map<String, Value> = Map::new();
    if !missing.is_empty() {
        details.insert("missingOIDCScope".to_owned(), json!(missing.openid));
        details.insert("missingResourceScopes".to_owned(), json!(missing.resources));
    }
    Some(Prompt { name: "consent".to_owned(), reasons, details })
}
