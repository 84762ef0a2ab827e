//! The authorization request that a browser's cookies name, with what its user did so far.

use avouch_domain::messages::{self, Pace};
use avouch_domain::sso_connectors::Reach;
use avouch_domain::{Error, account_center};
use avouch_model::hooks::{Interaction, Origin};
use avouch_oidc::{Caller, Issuer, Params, Provider, Visit, Waiting};
use avouch_outbound::Client;
use avouch_signin::audit::{self, Step};
use avouch_signin::{SignInContext, State as Progress, Surroundings};
use avouch_store::{Tenant, Tx};
use avouch_webauthn::Site;
use axum::extract::FromRequestParts;
use http::header;
use http::request::Parts;
use serde_json::Value;

use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::language;
use crate::http::openapi::{Operation, Taken};
use crate::oidc::{asks_plainly, caller, cookies};

/// Names the client whose request is meant, where a browser has several.
const APP_ID: &str = "logto-app-id";

/// Someone on the way through the sign-in experience.
#[derive(Debug)]
pub(crate) struct Interacting {
    provider: Provider,
    issuer: Issuer,
    params: Params,
    cookies: Vec<(String, String)>,
    caller: Caller,
    waiting: Waiting,
    tenant: Tenant,
    outbound: Client,
    context: SignInContext,
    pace: Pace,
    languages: Vec<String>,
}

impl FromRequestParts<State> for Interacting {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Failure> {
        let context = Context::of(parts)?;
        let caller = caller(&context, &parts.headers);
        let Context { issuer, ip, .. } = context;
        let mut pairs: Vec<(String, String)> = Vec::new();
        if let Some(client) = parts.headers.get(APP_ID).and_then(|value| value.to_str().ok()) {
            pairs.push(("app_id".to_owned(), client.to_owned()));
        }
        pairs.extend(form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned());
        let (params, cookies) = (Params::new(pairs), cookies(&parts.headers));
        let provider = state.0.provider.clone();
        let visit = Visit { issuer: &issuer, params: &params, cookies: &cookies, caller: &caller };
        let waiting = provider.interaction(&visit).await.map_err(|error| {
            let query = parts.uri.query().unwrap_or_default();
            if asks_plainly(query) { Failure::ProviderPlainly(error) } else { error.into() }
        })?;
        let ip = ip.to_string();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let user_agent = agent.map(ToOwned::to_owned);
        let interaction = Interaction {
            came_for: Progress::parse(waiting.result.as_ref()).map(|progress| progress.event().as_str().to_owned()),
            session: waiting.uid.clone(),
            application: Some(waiting.client_id.clone()),
        };
        let origin = Origin {
            ip: Some(ip.clone()),
            user_agent: user_agent.clone(),
            interaction: Some(interaction),
            ..Origin::default()
        };
        let context = state
            .0
            .settings
            .injected
            .read(SignInContext { ip: Some(ip), user_agent, ..SignInContext::default() }, &parts.headers);
        let tenant = issuer.tenant.within(origin);
        let (outbound, pace) = (state.0.outbound.clone(), state.0.pace.clone());
        let languages = language::wanted(&parts.uri, &parts.headers);
        Ok(Self { provider, issuer, params, cookies, caller, waiting, tenant, outbound, context, pace, languages })
    }
}

impl Taken for Interacting {
    fn describe(operation: &mut Operation<'_>) {
        operation.refuses(400, "session.not_found");
    }
}

impl Interacting {
    pub(crate) fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// What messages and webhooks say of where a step is taken.
    pub(crate) fn around(&self) -> Surroundings<'_> {
        Surroundings {
            http: &self.outbound,
            session: &self.waiting.uid,
            application: Some(&self.waiting.client_id),
            ip: self.context.ip.as_deref(),
            user_agent: self.context.user_agent.as_deref(),
            context: &self.context,
            scripts: self.provider.scripts(),
            pace: &self.pace,
            message: messages::Context {
                application: Some(&self.waiting.client_id),
                organization: self.parameter("organization_id"),
                ui_locales: self.parameter("ui_locales"),
                languages: &self.languages,
            },
        }
    }

    /// A parameter of the authorization request.
    fn parameter(&self, name: &str) -> Option<&str> {
        self.waiting.params.get(name).and_then(Value::as_str)
    }

    /// How providers of enterprises are reached from here.
    pub(crate) fn reach(&self) -> Reach<'_> {
        Reach { http: &self.outbound, endpoint: &self.issuer.endpoint }
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The host that the browser came to, without its port.
    pub(crate) fn host(&self) -> String {
        self.site().rp_id
    }

    /// The site that passkeys are for.
    pub(crate) fn site(&self) -> Site {
        Site::at(&self.issuer.endpoint)
    }

    /// The same, where the tenant's related origins may make passkeys too.
    pub(crate) async fn sites(&self) -> Result<Site, Failure> {
        let mut site = self.site();
        site.origins.extend(account_center::related_origins(&self.tenant).await?);
        Ok(site)
    }

    /// The address the browser came to, without a slash at the end.
    pub(crate) fn endpoint(&self) -> &str {
        &self.issuer.endpoint
    }

    /// What was kept so far, started or not.
    pub(crate) fn kept(&self) -> Option<&serde_json::Value> {
        self.waiting.result.as_ref()
    }

    /// A cookie of the browser.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The browser's request as the provider takes it.
    pub(crate) fn visit(&self) -> Visit<'_> {
        Visit { issuer: &self.issuer, params: &self.params, cookies: &self.cookies, caller: &self.caller }
    }

    /// Where the browser goes on.
    pub(crate) fn return_to(&self) -> &str {
        &self.waiting.return_to
    }

    /// Parameters of the authorization request.
    pub(crate) fn params(&self) -> &serde_json::Map<String, Value> {
        &self.waiting.params
    }

    /// Keeps the audit entry of a step, however it went.
    pub(crate) async fn note<T>(
        &self,
        act: &str,
        told: Value,
        progress: &Progress,
        outcome: Result<T, Error>,
    ) -> Result<T, Failure> {
        self.note_with(act, told, serde_json::Map::new(), progress, outcome).await
    }

    /// The same with further members of the entry.
    pub(crate) async fn note_with<T>(
        &self,
        act: &str,
        told: Value,
        more: serde_json::Map<String, Value>,
        progress: &Progress,
        outcome: Result<T, Error>,
    ) -> Result<T, Failure> {
        let step = Step { event: progress.event(), act, told, state: Some(progress), params: self.params(), more };
        audit::write(&self.tenant, &self.around(), &step, outcome.as_ref().err()).await?;
        Ok(outcome?)
    }

    /// The same, and what the step changed where it went well.
    pub(crate) async fn step<T>(
        &self,
        act: &str,
        told: Value,
        progress: &Progress,
        outcome: Result<T, Error>,
    ) -> Result<T, Failure> {
        if outcome.is_ok() {
            self.keep(progress).await?;
        }
        self.note(act, told, progress, outcome).await
    }

    /// What the user did so far; an error before the start.
    pub(crate) fn progress(&self) -> Result<Progress, Failure> {
        let found = Progress::parse(self.waiting.result.as_ref());
        let mut progress = found.ok_or(Failure::Domain(Error::InteractionNotFound))?;
        progress.at(&self.context);
        progress.brings(&self.cookies);
        Ok(progress)
    }

    /// Keeps what the user did.
    pub(crate) async fn keep(&self, progress: &Progress) -> Result<(), Failure> {
        self.keep_result(progress.to_value()).await
    }

    /// What is kept of the whole now, held until the transaction ends.
    pub(crate) async fn lock(&self, tx: &Tx) -> Result<Option<Value>, Failure> {
        Ok(self.provider.lock_result(tx, &self.waiting.uid).await?)
    }

    /// Keeps the result of the whole with what else the transaction does.
    pub(crate) async fn keep_in(&self, tx: &Tx, result: Value) -> Result<(), Failure> {
        Ok(self.provider.keep_result_in(tx, &self.waiting.uid, result).await?)
    }

    /// Keeps the result of the whole.
    pub(crate) async fn keep_result(&self, result: serde_json::Value) -> Result<(), Failure> {
        Ok(self.provider.keep_result(&self.issuer, &self.waiting.uid, result).await?)
    }
}
