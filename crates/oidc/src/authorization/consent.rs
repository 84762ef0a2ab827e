//! Consent: what first-party applications ask for is granted at once; others ask the user.

use std::sync::Arc;

use avouch_model::interaction::ConsentPage;
use avouch_store::Tx;
use avouch_store::applications::{Client, consent_organizations};
use avouch_store::organizations::users::memberships;
use serde_json::{Map, Value, json};

use super::checks::Request;
use super::prompts::Missing;
use super::recipient::Resumed;
use super::{Visit, interaction, page, prompts};
use crate::cimd::is_cimd;
use crate::records::{Grant, Interaction, Record as _};
use crate::token::account_check_access;
use crate::{Issuer, OidcError, Provider, scopes};

/// What a client learns of a user who refuses.
pub(super) const REFUSED: &str = "the user aborted the interaction";

/// What a user is asked to consent to.
pub(super) struct Asked {
    waiting: Interaction,
    pub(super) client: Arc<Client>,
    pub(super) request: Request,
    pub(super) redirect_uri: Option<String>,
    pub(super) account: String,
    grant: Grant,
    pub(super) missing: Missing,
}

impl Asked {
    /// The grant with everything that is missing.
    fn granted(&self) -> Grant {
        let mut grant = self.grant.clone();
        grant.openid.scope = joined(&grant.openid.scope, &self.missing.openid);
        for (indicator, values) in &self.missing.resources {
            let granted = grant.resources.entry(indicator.clone()).or_default();
            *granted = joined(granted, values);
        }
        grant
    }
}

/// What came of a user's consent.
#[derive(Debug)]
pub enum GivenConsent {
    /// The browser goes on there.
    GoOn(String),
    /// The user is not a member of an organization that was chosen.
    NotAMember,
}

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
        let Some(asked) = self.asked(visit).await? else { return Ok(Consent::Unknown) };
        if asked.client.application.is_third_party
            || account_check_access(&visit.issuer.tenant, &asked.client, &asked.account).await.is_err()
        {
            return Ok(Consent::Ask);
        }
        let grant = asked.granted();
        self.conclude(visit, asked, grant, &[]).await.map(Consent::Granted)
    }

    /// What a consent page shows.
    pub async fn consent_page(&self, visit: &Visit<'_>) -> Result<ConsentPage, OidcError> {
        let asked = self.asked(visit).await?.ok_or_else(OidcError::session_not_found)?;
        account_check_access(&visit.issuer.tenant, &asked.client, &asked.account).await?;
        page::of(visit.issuer, &asked).await
    }

    /// The user consents, and chooses organizations that the application may act for. Answers where the browser goes on.
    pub async fn give_consent(&self, visit: &Visit<'_>, organizations: &[String]) -> Result<GivenConsent, OidcError> {
        let tenant = &visit.issuer.tenant;
        let asked = self.asked(visit).await?.ok_or_else(OidcError::session_not_found)?;
        account_check_access(tenant, &asked.client, &asked.account).await?;
        if is_cimd(&asked.client) && organizations.len() > 1 {
            return Err(OidcError::invalid_request("this client acts for one organization at most"));
        }
        if memberships(tenant, &asked.account, organizations).await?.len() < organizations.len() {
            return Ok(GivenConsent::NotAMember);
        }
        let grant = asked.granted();
        self.conclude(visit, asked, grant, organizations).await.map(GivenConsent::GoOn)
    }

    /// The consent that the browser's interaction waits for.
    async fn asked(&self, visit: &Visit<'_>) -> Result<Option<Asked>, OidcError> {
        let tenant = &visit.issuer.tenant;
        let Some(waiting) = self.waiting(visit).await? else { return Ok(None) };
        let Some(met) = waiting.session.clone().filter(|_| waiting.prompt.name == "consent") else { return Ok(None) };
        let Resumed { client, recipient, request } = self.resumed(visit.issuer, &waiting).await?;
        let (request, redirect_uri) = (request?, recipient.redirect_uri().map(ToOwned::to_owned));
        let id = client.application.id.as_str();
        let keys = self.keys(tenant).await?;
        let session = self.session(visit, &keys).await?;
        let remembered =
            session.filter(|_| !is_cimd(&client)).and_then(|session| session.authorizations.get(id)?.grant_id.clone());
        let now = tenant.now();
        let found = match remembered {
            Some(grant) => Grant::find(tenant, &grant, now).await?,
            None => None,
        };
        let grant =
            found.map(|found| found.record).filter(|grant| grant.account_id == met.account_id && grant.client_id == id);
        let grant = grant.unwrap_or_else(|| Grant::new(&met.account_id, id, now.seconds()));
        let missing = prompts::missing(visit.issuer, &client, &request, &met.account_id, &grant).await?;
        Ok(Some(Asked { waiting, client, request, redirect_uri, account: met.account_id, grant, missing }))
    }

    /// Keeps the grant; answers where the browser goes on.
    async fn conclude(
        &self,
        visit: &Visit<'_>,
        asked: Asked,
        grant: Grant,
        organizations: &[String],
    ) -> Result<String, OidcError> {
        let Asked { mut waiting, client, account, .. } = asked;
        let mut result = waiting.result.take().unwrap_or_else(|| json!({}));
        if let Value::Object(members) = &mut result {
            members.insert("consent".to_owned(), json!({ "grantId": grant.jti }));
        }
        waiting.result = Some(result);
        let id = client.application.id.as_str();
        let tx = visit.issuer.tenant.begin().await?;
        grant.put(&tx).await?;
        waiting.put(&tx).await?;
        if is_cimd(&client) {
            let logo = client.application.oidc_client_metadata.logo_uri.as_deref();
            avouch_store::cimd::note_client(&tx, &grant.jti, id, &client.application.name, logo).await?;
            if let Some(organization) = organizations.first() {
                avouch_store::cimd::bind_organization(&tx, &grant.jti, organization, &account).await?;
            }
        } else {
            consent_organizations::add(&tx, id, &account, organizations).await?;
        }
        avouch_store::users::note_first_application(&tx, &account, id).await?;
        tx.commit().await?;
        Ok(waiting.return_to)
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
            params: waiting.params,
            uid: waiting.jti,
        })
    }

    /// What the user of an interaction did so far, for someone who comes without the browser's cookies; nothing if there
    /// is no such interaction.
    pub async fn result_of(&self, issuer: &Issuer, uid: &str) -> Result<Option<Value>, OidcError> {
        let found = Interaction::find(&issuer.tenant, uid, issuer.tenant.now()).await?;
        Ok(found.and_then(|found| found.record.result))
    }

    /// What an interaction keeps now, held until the transaction ends.
    pub async fn lock_result(&self, tx: &Tx, uid: &str) -> Result<Option<Value>, OidcError> {
        let found = Interaction::lock(tx, uid).await?.ok_or_else(OidcError::session_not_found)?;
        Ok(found.record.result)
    }

    /// Keeps what the user did, with what else the transaction does.
    pub async fn keep_result_in(&self, tx: &Tx, uid: &str, result: Value) -> Result<(), OidcError> {
        let found = Interaction::lock(tx, uid).await?;
        let mut waiting = found.ok_or_else(OidcError::session_not_found)?.record;
        waiting.result = Some(result);
        waiting.put(tx).await
    }

    /// The user refuses: the client learns it when the browser goes on. Answers where.
    pub async fn refuse(&self, visit: &Visit<'_>) -> Result<String, OidcError> {
        let waiting = self.waiting(visit).await?.ok_or_else(OidcError::session_not_found)?;
        let result = json!({ "error": "access_denied", "error_description": REFUSED });
        self.keep_result(visit.issuer, &waiting.jti, result).await?;
        Ok(waiting.return_to)
    }

    /// Keeps what the user did so far. With `login.accountId` in it, the user is signed in when the browser goes on.
    pub async fn keep_result(&self, issuer: &Issuer, uid: &str, result: Value) -> Result<(), OidcError> {
        let tx = issuer.tenant.begin().await?;
        self.keep_result_in(&tx, uid, result).await?;
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
    /// The request's parameters.
    pub params: Map<String, Value>,
}

fn joined(granted: &str, more: &[String]) -> String {
    let all = [scopes::values(granted), more.iter().map(String::as_str).collect()].concat();
    scopes::values(&all.join(" ")).join(" ")
}
