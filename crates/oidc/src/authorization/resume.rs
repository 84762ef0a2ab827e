//! From a request that passed its checks to its answer, through what the user has to do.

use std::sync::Arc;

use avouch_crypto::jose;
use avouch_store::applications::Client;
use avouch_store::{Tenant, Tx, oidc_session_extensions, users};
use serde_json::{Map, Value};

use super::checks::Request;
use super::pushed::{self, Pushed};
use super::recipient::{Recipient, Resumed};
use super::{Answer, Visit, consent, grant_limit, interaction, logout, prompts};
use crate::audit;
use crate::cimd::is_cimd;
use crate::clients::knows_sessions;
use crate::cookies;
use crate::records::{
    Authorization, AuthorizationCode, Found, Grant, Interaction, MetSession, Prompt, Record as _, Session, new_id,
    new_token,
};
use crate::resources::{Resources, Target};
use crate::token::account_check_access;
use crate::{Extension, OidcError, Params, Provider, scopes};

/// How long a code can be used, in seconds.
const CODE_LIFETIME: i64 = 60;

/// A request on its way.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) client: Arc<Client>,
    pub(super) request: Request,
    pub(super) recipient: Recipient,
    pub(super) session: Option<Session>,
    /// What the user did last.
    pub(super) interaction: Option<Interaction>,
    pub(super) pushed: Option<Pushed>,
    /// The parameters, of a request that begins.
    pub(super) asked: Option<Params>,
}

impl Provider {
    /// The browser comes back after the user did what was asked.
    pub async fn resume(&self, visit: &Visit<'_>, uid: &str) -> Answer {
        match self.continue_with(visit, uid).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn continue_with(&self, visit: &Visit<'_>, uid: &str) -> Result<Answer, OidcError> {
        let tenant = &visit.issuer.tenant;
        let keys = self.keys(tenant).await?;
        if visit.jar(&keys).signed("_interaction_resume") != Some(uid) {
            return Err(OidcError::session_not_found());
        }
        let found = Interaction::find(tenant, uid, tenant.now()).await?;
        let interaction = found.ok_or_else(OidcError::session_not_found)?.record;
        let is_answered = |result: &Value| ["login", "consent", "error"].iter().any(|name| result.get(*name).is_some());
        if !interaction.result.as_ref().is_some_and(is_answered) {
            return Err(OidcError::session_not_found());
        }
        let Resumed { client, recipient, request } = self.resumed(visit.issuer, &interaction).await?;
        let request = match request {
            Ok(request) => request,
            Err(error) => return recipient.refuse(self, visit, &error).await,
        };
        if interaction.is_refused() {
            return self.refused(visit, &recipient, &interaction).await;
        }
        let session = self.session(visit, &keys).await?;
        if let Some(other) = session.as_ref().filter(|session| is_of_another(session, &interaction)) {
            // The one who was signed in is signed out first, with all that belongs to it; then the browser comes back.
            return logout::before(visit, &keys, other, &client, &interaction.return_to).await;
        }
        let lifetime = session_lifetime(tenant).await?;
        let tx = tenant.begin().await?;
        // What the user did counts once.
        if !interaction.delete(&tx).await? {
            return Err(OidcError::session_not_found());
        }
        let session = signed_in(&tx, &interaction, session, lifetime).await?;
        tx.commit().await?;
        audit::interaction(tenant, visit.caller, "Interaction.End", &interaction).await?;
        let mut cookies =
            session.as_ref().map(|session| interaction::session_cookies(visit, &keys, session)).unwrap_or_default();
        let path = format!("{}/oidc/{}/{uid}", visit.base_path(), interaction.route());
        cookies.extend(cookies::clear("_interaction_resume", &path, visit.is_secure()));
        let (interaction, pushed, asked) = (Some(interaction), None, None);
        let step = Step { client, request, recipient, session, interaction, pushed, asked };
        Ok(self.proceed(visit, step).await?.with(cookies))
    }

    /// Tells the client that the user refused.
    async fn refused(
        &self,
        visit: &Visit<'_>,
        recipient: &Recipient,
        interaction: &Interaction,
    ) -> Result<Answer, OidcError> {
        let tx = visit.issuer.tenant.begin().await?;
        if !interaction.delete(&tx).await? {
            return Err(OidcError::session_not_found());
        }
        tx.commit().await?;
        audit::interaction(&visit.issuer.tenant, visit.caller, "Interaction.End", interaction).await?;
        let path = format!("{}/oidc/{}/{}", visit.base_path(), interaction.route(), interaction.jti);
        let error = OidcError::access_denied_400(consent::REFUSED);
        let cleared = cookies::clear("_interaction_resume", &path, visit.is_secure());
        Ok(recipient.refuse(self, visit, &error).await?.with(cleared))
    }

    /// Asks the user for what is missing, or answers the client.
    pub(super) async fn proceed(&self, visit: &Visit<'_>, step: Step) -> Result<Answer, OidcError> {
        let tenant = &visit.issuer.tenant;
        let now = tenant.now().seconds();
        let params = step.params();
        let hinted = match params.get("id_token_hint") {
            Some(hint) => match self.hinted_subject(visit, hint).await {
                Ok(subject) => Some(subject),
                Err(error) => return step.recipient.refuse(self, visit, &error).await,
            },
            None => None,
        };
        let account = step.session.as_ref().and_then(|session| session.account_id.clone());
        let login =
            prompts::login(&step.request, step.session.as_ref(), step.interaction.as_ref(), hinted.as_deref(), now);
        let (Some(account), None) = (account, &login) else {
            let prompt = login.unwrap_or(Prompt { name: "login".to_owned(), reasons: Vec::new(), details: Map::new() });
            return self.ask(visit, step, &params, prompt).await;
        };
        let known = self.grant(visit, &step, &account).await?;
        let is_known = known.is_some();
        let grant = known.unwrap_or_else(|| Grant::new(&account, step.client.application.id.as_str(), now));
        let missing = prompts::missing(visit.issuer, &step.client, &step.request, &account, &grant).await?;
        let prompt = prompts::consent(&step.client, &step.request, step.interaction.as_ref(), &missing);
        // Who has granted nothing yet learns on the consent page that the application is not for them.
        if (is_known || prompt.is_none())
            && let Err(error) = account_check_access(tenant, &step.client, &account).await
        {
            return step.recipient.refuse(self, visit, &error).await;
        }
        if let Some(prompt) = prompt {
            return self.ask(visit, step, &params, prompt).await;
        }
        if granted_scope(&step.request, &grant).is_empty() {
            // A code for nothing is no use to anyone.
            let error = OidcError::access_denied_400("no scope was asked for that the user could grant");
            return step.recipient.refuse(self, visit, &error).await;
        }
        self.answer_with_code(visit, step, &params, &account, grant).await
    }

    /// The user whom an ID token of ours, perhaps expired, was about.
    pub(super) async fn hinted_subject(&self, visit: &Visit<'_>, hint: &str) -> Result<String, OidcError> {
        let undecodable = || OidcError::invalid_request("could not decode id_token_hint");
        let (header, _) = jose::peek(hint).map_err(|_| undecodable())?;
        let keys = self.keys(&visit.issuer.tenant).await?;
        let text = hint.to_owned();
        let kid = header.kid.unwrap_or_default();
        let outcome = self.signing.run(move || jose::verify(&text, |_| keys.find(&kid))).await?;
        let invalid = || OidcError::invalid_request("could not validate id_token_hint");
        // An access token is not an ID token, though we signed it too.
        if header.typ.is_some_and(|typ| typ != "JWT") {
            return Err(invalid());
        }
        let (_, claims) = outcome.map_err(|_| invalid())?;
        let claim = |name: &str| claims.get(name).and_then(Value::as_str);
        if claim("iss") != Some(visit.issuer.url().as_str()) {
            return Err(invalid());
        }
        claim("sub").map(ToOwned::to_owned).ok_or_else(invalid)
    }

    /// What the user granted the client so far; nothing if that is nothing.
    async fn grant(&self, visit: &Visit<'_>, step: &Step, account: &str) -> Result<Option<Grant>, OidcError> {
        let tenant = &visit.issuer.tenant;
        let client = step.client.application.id.as_str();
        let given = step.interaction.as_ref().and_then(|interaction| interaction.result_text("consent", "grantId"));
        // A client without a row is asked about each time.
        let remembered = step
            .session
            .as_ref()
            .filter(|_| !is_cimd(&step.client))
            .and_then(|session| session.authorizations.get(client)?.grant_id.as_deref());
        if let Some(id) = given.or(remembered)
            && let Some(Found { record, .. }) = Grant::find(tenant, id, tenant.now()).await?
            && record.account_id == account
            && record.client_id == client
        {
            return Ok(Some(record));
        }
        Ok(None)
    }

    /// Sends the browser to the page where the user does what is asked for.
    async fn ask(&self, visit: &Visit<'_>, step: Step, params: &Params, prompt: Prompt) -> Result<Answer, OidcError> {
        if step.request.prompts("none") {
            return step.recipient.refuse(self, visit, &prompts::refusal(&prompt)).await;
        }
        let tenant = &visit.issuer.tenant;
        let now = tenant.now();
        let device = match &step.recipient {
            Recipient::Device(code) => Some(code.clone()),
            Recipient::Client(_) => None,
        };
        let mut next = Interaction::new(&visit.issuer.url(), prompt, kept(params), device, now.seconds());
        next.session = step.session.as_ref().and_then(|session| {
            let account_id = session.account_id.clone()?;
            Some(MetSession { account_id, uid: session.uid.clone(), cookie: session.jti.clone() })
        });
        next.pushed = step.pushed.as_ref().map(Pushed::id);
        if let Some(before) = step.interaction {
            next.pushed = before.pushed;
            next.cid = before.cid;
            next.last_submission = before.result;
        }
        let tx = tenant.begin().await?;
        next.put(&tx).await?;
        tx.commit().await?;
        audit::interaction(tenant, visit.caller, "Interaction.Create", &next).await?;
        let keys = self.keys(tenant).await?;
        let location = interaction::page(visit, &next, params);
        Ok(Answer::Redirect { location, cookies: interaction::cookies(visit, &keys, &next, params) })
    }

    async fn answer_with_code(
        &self,
        visit: &Visit<'_>,
        step: Step,
        params: &Params,
        account: &str,
        grant: Grant,
    ) -> Result<Answer, OidcError> {
        let tenant = &visit.issuer.tenant;
        let now = tenant.now().seconds();
        let Step { client, request, recipient, session, interaction, pushed: begun, .. } = step;
        let remembered = interaction.as_ref().and_then(|interaction| interaction.pushed.clone());
        let submission = interaction.and_then(|interaction| interaction.last_submission.or(interaction.result));
        let mut session = session.ok_or_else(OidcError::session_not_found)?;
        let id = client.application.id.to_string();
        let granted = granted_scope(&request, &grant);
        let persists = scopes::has(&granted, scopes::OFFLINE);
        let authorization = session.authorizations.entry(id.clone()).or_default();
        let sid = authorization.sid.clone().unwrap_or_else(new_id);
        *authorization = Authorization {
            sid: Some(sid.clone()),
            grant_id: Some(grant.jti.clone()),
            persists_logout: Some(persists),
        };
        session.exp = now.saturating_add(session_lifetime(tenant).await?);
        let code = AuthorizationCode {
            iat: now,
            exp: now + CODE_LIFETIME,
            account_id: account.to_owned(),
            auth_time: session.login_ts,
            code_challenge: params.get("code_challenge").map(ToOwned::to_owned),
            code_challenge_method: params.get("code_challenge_method").map(ToOwned::to_owned),
            grant_id: grant.jti.clone(),
            nonce: params.get("nonce").map(ToOwned::to_owned),
            redirect_uri: recipient.redirect_uri().unwrap_or_default().to_owned(),
            redirect_uri_given: Some(params.get("redirect_uri").is_some()),
            resource: Resources::from_list(
                request.resources.iter().map(|target| target.indicator().to_owned()).collect(),
            ),
            session_uid: Some(session.uid.clone()),
            expires_with_session: Some(!persists),
            sid: Some(sid).filter(|_| knows_sessions(&client)),
            max_age: request.max_age,
            dpop_jkt: params.get("dpop_jkt").filter(|_| self.extensions.has(Extension::Dpop)).map(ToOwned::to_owned),
            kind: AuthorizationCode::MODEL.to_owned(),
            jti: new_token(),
            client_id: id,
            scope: granted,
        };
        let tx = tenant.begin().await?;
        grant.put(&tx).await?;
        let revoked = grant_limit::enforce(&tx, visit.caller, &client, &grant).await?;
        session.put(&tx).await?;
        recipient.approve(&tx, &code).await?;
        if let Some(submission) = submission {
            oidc_session_extensions::put(&tx, &session.uid, account, &submission, &code.client_id).await?;
        }
        if let Some(begun) = begun {
            begun.consume(&tx).await?;
        }
        if let Some(id) = remembered {
            pushed::forget(&tx, &id).await?;
        }
        tx.commit().await?;
        grant_limit::record(visit, &grant, &revoked).await?;
        let keys = self.keys(tenant).await?;
        Ok(recipient.done(self, visit, &code).await?.with(interaction::session_cookies(visit, &keys, &session)))
    }
}

impl Step {
    /// The parameters of the request, wherever they came from.
    fn params(&self) -> Params {
        if let Some(interaction) = &self.interaction {
            return restored(&interaction.params);
        }
        self.asked.clone().unwrap_or_default()
    }
}

/// How long the tenant's sessions last after they were last used, in seconds.
async fn session_lifetime(tenant: &Tenant) -> Result<i64, OidcError> {
    Ok(avouch_domain::configs::oidc::session::get(tenant).await?.ttl)
}

/// Whether someone else signed in than who is signed in.
fn is_of_another(session: &Session, interaction: &Interaction) -> bool {
    match (session.account_id.as_deref(), interaction.result_text("login", "accountId")) {
        (Some(before), Some(now)) => before != now,
        (None, _) | (_, None) => false,
    }
}

/// The session after a sign-in: a new identifier, so that one that someone else planted is worth nothing, and nothing
/// left of another user.
async fn signed_in(
    tx: &Tx,
    interaction: &Interaction,
    session: Option<Session>,
    lifetime: i64,
) -> Result<Option<Session>, OidcError> {
    let Some(account) = interaction.result_text("login", "accountId") else { return Ok(session) };
    // Whoever was removed or suspended meanwhile has to sign in, which they cannot.
    if users::account(tx, account).await?.is_none_or(|account| account.user.is_suspended) {
        return Ok(session.filter(|session| session.account_id.as_deref() != Some(account)));
    }
    let now = tx.now().seconds();
    let mut next = match session {
        Some(old) => {
            old.delete(tx).await?;
            let is_same = old.account_id.as_deref() == Some(account);
            if is_same { Session { jti: new_id(), ..old } } else { Session::new(now) }
        }
        None => Session::new(now),
    };
    next.account_id = Some(account.to_owned());
    next.login_ts = Some(now);
    next.exp = now.saturating_add(lifetime);
    next.put(tx).await?;
    Ok(Some(next))
}

/// What of the requested scope the grant covers, in the order of the request.
fn granted_scope(request: &Request, grant: &Grant) -> String {
    let of_resources = |value: &str| {
        request
            .resources
            .iter()
            .map(Target::indicator)
            .any(|indicator| grant.resources.get(indicator).is_some_and(|granted| scopes::has(granted, value)))
    };
    scopes::filter(&request.scope, |value| scopes::has(&grant.openid.scope, value) || of_resources(value))
}

/// Parameters as a record keeps them.
pub(super) fn kept(params: &Params) -> Map<String, Value> {
    let mut kept: Map<String, Value> = Map::new();
    for (name, value) in params.iter().filter(|(_, value)| !value.is_empty()) {
        match kept.get_mut(name) {
            None => drop(kept.insert(name.to_owned(), value.into())),
            Some(Value::Array(values)) => values.push(value.into()),
            Some(single) => *single = Value::Array(vec![single.take(), value.into()]),
        }
    }
    kept
}

/// Parameters of a record.
pub(super) fn restored(kept: &Map<String, Value>) -> Params {
    let mut pairs = Vec::new();
    for (name, value) in kept {
        match value {
            Value::String(text) => pairs.push((name.clone(), text.clone())),
            Value::Array(values) => {
                let texts = values.iter().filter_map(Value::as_str);
                pairs.extend(texts.map(|text| (name.clone(), text.to_owned())));
            }
            other => pairs.push((name.clone(), other.to_string())),
        }
    }
    Params::new(pairs)
}
