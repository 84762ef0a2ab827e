//! Who may use the account API: decided here, before a handler's body runs.

use avouch_account::verifications::Surroundings;
use avouch_account::{Caller, Presented};
use avouch_domain::Error;
use avouch_model::hooks::Origin;
use avouch_outbound::Client;
use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, header};

use super::management::bearer;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;
use crate::http::language;
use crate::http::openapi::{Operation, Taken};
use crate::oidc::cookies;

/// Names what the user proved just before.
const VERIFICATION: &str = "logto-verification-id";

/// A user over the own account.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) caller: Caller,
    /// Cookies of the caller's browser, if it is at a page of ours.
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) outbound: Client,
    endpoint: String,
    user_agent: Option<String>,
    ip: String,
    languages: Vec<String>,
}

impl Owner {
    /// What messages say of where something is proved.
    pub(crate) fn around(&self) -> Surroundings<'_> {
        Surroundings {
            http: &self.outbound,
            endpoint: &self.endpoint,
            user_agent: self.user_agent.as_deref(),
            ip: &self.ip,
            languages: &self.languages,
        }
    }
}

/// The header, if it is there once.
fn verification(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(VERIFICATION).iter();
    let first = all.next().and_then(|value| value.to_str().ok());
    first.filter(|_| all.next().is_none())
}

impl FromRequestParts<State> for Owner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Failure> {
        let Context { issuer, ip, .. } = Context::of(parts)?;
        let token = state.0.provider.user_token(&issuer, bearer(parts)?).await?.ok_or(Error::AccountToken)?;
        let ip = ip.to_string();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let user_agent = agent.map(ToOwned::to_owned);
        // Webhooks are told who changed something; the route is of the Management API alone.
        let tenant =
            issuer.tenant.within(Origin { ip: Some(ip.clone()), user_agent: user_agent.clone(), ..Origin::default() });
        let presented =
            Presented { user: token.user, client: token.client, scope: token.scope, session: token.session };
        let caller = Caller::admit(tenant, presented, verification(&parts.headers)).await?;
        let languages = language::wanted(&parts.uri, &parts.headers);
        let (outbound, endpoint) = (state.0.outbound.clone(), issuer.endpoint.to_string());
        Ok(Self { caller, cookies: cookies(&parts.headers), outbound, endpoint, user_agent, ip, languages })
    }
}

impl Taken for Owner {
    fn describe(operation: &mut Operation<'_>) {
        operation.needs_token();
        operation.refuses(400, "account_center.not_enabled");
    }
}
