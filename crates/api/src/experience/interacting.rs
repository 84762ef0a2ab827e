//! The authorization request that a browser's cookies name, with what its user did so far.

use avouch_domain::Error;
use avouch_oidc::{Caller, Issuer, Params, Provider, Visit, Waiting};
use avouch_signin::State as Progress;
use avouch_store::Tenant;
use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::openapi::{Operation, Taken};
use crate::oidc::{caller, cookies};

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
}

impl FromRequestParts<State> for Interacting {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Failure> {
        let context = Context::of(parts)?;
        let caller = caller(&context, &parts.headers);
        let issuer = context.issuer;
        let mut pairs: Vec<(String, String)> = Vec::new();
        if let Some(client) = parts.headers.get(APP_ID).and_then(|value| value.to_str().ok()) {
            pairs.push(("app_id".to_owned(), client.to_owned()));
        }
        pairs.extend(form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned());
        let (params, cookies) = (Params::new(pairs), cookies(&parts.headers));
        let provider = state.0.provider.clone();
        let visit = Visit { issuer: &issuer, params: &params, cookies: &cookies, caller: &caller };
        let waiting = provider.interaction(&visit).await?;
        Ok(Self { provider, issuer, params, cookies, caller, waiting })
    }
}

impl Taken for Interacting {
    fn describe(operation: &mut Operation<'_>) {
        operation.refuses(400, "session.not_found");
    }
}

impl Interacting {
    pub(crate) fn tenant(&self) -> &Tenant {
        &self.issuer.tenant
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The browser's request as the provider takes it.
    pub(crate) fn visit(&self) -> Visit<'_> {
        Visit { issuer: &self.issuer, params: &self.params, cookies: &self.cookies, caller: &self.caller }
    }

    /// Where the browser goes on.
    pub(crate) fn return_to(&self) -> &str {
        &self.waiting.return_to
    }

    /// What the user did so far; an error before the start.
    pub(crate) fn progress(&self) -> Result<Progress, Failure> {
        Progress::parse(self.waiting.result.as_ref()).ok_or(Failure::Domain(Error::InteractionNotFound))
    }

    /// Keeps what the user did.
    pub(crate) async fn keep(&self, progress: &Progress) -> Result<(), Failure> {
        self.keep_result(progress.to_value()).await
    }

    /// Keeps the result of the whole.
    pub(crate) async fn keep_result(&self, result: serde_json::Value) -> Result<(), Failure> {
        Ok(self.provider.keep_result(&self.issuer, &self.waiting.uid, result).await?)
    }
}
