//! Consent: what first-party applications ask for is granted at once; others ask the user.

use serde_json::{Value, json};

use super::resume::restored;
use super::{Visit, checks, interaction, prompts};
use crate::records::{Found, Grant, Interaction, Record as _};
use crate::{Issuer, OidcError, Provider, scopes};

/// What the consent page is to do.
#[derive(Debug)]
pub enum Consent {
    /// Nothing: go on there.
    Granted(String),
    /// The user has to decide.
    Ask,
    /// There is no authorization request that waits.
    Unknown,
}

impl Provider {
    /// Grants a first-party application what it asks for.
    pub async fn auto_consent(&self, visit: &Visit<'_>) -> Result<Consent, OidcError> {
        let tenant = &visit.issuer.tenant;
        let Some(mut waiting) = self.waiting(visit).await? else { return Ok(Consent::Unknown) };
        if waiting.prompt.name != "consent" {
            return Ok(Consent::Unknown);
        }
        let params = restored(&waiting.params);
        let client = self.authorizing_client(visit.issuer, &params).await?;
        if client.application.is_third_party {
            return Ok(Consent::Ask);
        }
        let Some(met) = waiting.session.clone() else { return Ok(Consent::Unknown) };
        let request = checks::check(visit.issuer, &client, &params).await?;
        let id = client.application.id.as_str();
        let keys = self.keys(tenant).await?;
        let session = self.session(visit, &keys).await?;
        let remembered = session.and_then(|session| session.authorizations.get(id)?.grant_id.clone());
        let now = tenant.now();
        let mut grant = match remembered {
            Some(grant) => match Grant::find(tenant, &grant, now).await? {
                Some(Found { record, .. }) if record.account_id == met.account_id && record.client_id == id => record,
                Some(_) | None => Grant::new(&met.account_id, id, now.seconds()),
            },
            None => Grant::new(&met.account_id, id, now.seconds()),
        };
        let missing = prompts::missing(visit.issuer, &client, &request, &met.account_id, &grant).await?;
        grant.openid.scope = joined(&grant.openid.scope, &missing.openid);
        for (indicator, values) in missing.resources {
            let granted = grant.resources.entry(indicator).or_default();
            *granted = joined(granted, &values);
        }
        let mut result = waiting.result.take().unwrap_or_else(|| json!({}));
        if let Value::Object(members) = &mut result {
            members.insert("consent".to_owned(), json!({ "grantId": grant.jti }));
        }
        waiting.result = Some(result);
        let tx = tenant.begin().await?;
        grant.put(&tx).await?;
        waiting.put(&tx).await?;
        avouch_store::users::note_first_application(&tx, &met.account_id, id).await?;
        tx.commit().await?;
        Ok(Consent::Granted(waiting.return_to))
    }

    /// The interaction that the browser's cookie names.
    async fn waiting(&self, visit: &Visit<'_>) -> Result<Option<Interaction>, OidcError> {
        let tenant = &visit.issuer.tenant;
        let keys = self.keys(tenant).await?;
        let jar = visit.jar(&keys);
        let Some(uid) =
            jar.signed("_interaction").and_then(|cookie| interaction::of_client(cookie, visit.params.get("app_id")))
        else {
            return Ok(None);
        };
        Ok(Interaction::find(tenant, &uid, tenant.now()).await?.map(|found| found.record))
    }

    /// The authorization request that waits for this browser's user.
    pub async fn interaction(&self, visit: &Visit<'_>) -> Result<Waiting, OidcError> {
        let waiting = self.waiting(visit).await?.ok_or_else(OidcError::session_not_found)?;
        let client = waiting.params.get("client_id").and_then(Value::as_str).unwrap_or_default();
        Ok(Waiting {
            client_id: client.to_owned(),
            result: waiting.result.clone(),
            return_to: waiting.return_to.clone(),
            uid: waiting.jti,
        })
    }

    /// Keeps what the user did so far. With `login.accountId` in it, the user is signed in when the browser goes on.
    pub async fn keep_result(&self, issuer: &Issuer, uid: &str, result: Value) -> Result<(), OidcError> {
        let tx = issuer.tenant.begin().await?;
        let found = Interaction::lock(&tx, uid).await?;
        let mut waiting = found.ok_or_else(OidcError::session_not_found)?.record;
        waiting.result = Some(result);
        waiting.put(&tx).await?;
        Ok(tx.commit().await?)
    }
}

/// An authorization request that waits for the user.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its identifier.
    pub uid: String,
    /// The client.
    pub client_id: String,
    /// What the user did so far.
    pub result: Option<Value>,
    /// Where the browser goes on.
    pub return_to: String,
}

fn joined(granted: &str, more: &[String]) -> String {
    let all = [scopes::values(granted), more.iter().map(String::as_str).collect()].concat();
    scopes::values(&all.join(" ")).join(" ")
}
