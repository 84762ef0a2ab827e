//! The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core 1.0 section 3.1.2): small checks in order, then
//! what the user has to do, then the answer.

mod checks;
mod consent;
mod device;
mod grant_limit;
mod interaction;
mod logout;
mod page;
mod prompts;
mod pushed;
mod recipient;
mod redirect_uri;
mod request_object;
mod respond;
mod resume;

#[cfg(feature = "fuzzing")]
pub(crate) use interaction::{listed, of_client};
#[cfg(feature = "fuzzing")]
pub(crate) use redirect_uri::fits as redirect_uri_fits;

pub use consent::{Consent, GivenConsent, Waiting};
pub use device::DeviceResponse;
pub(crate) use device::GRANT as DEVICE_GRANT;
pub use pushed::PushedResponse;

use std::sync::Arc;

use avouch_store::applications::Client;

use crate::cookies::{Jar, SetCookie};
use crate::keys::KeySet;
use crate::records::{Record as _, Session};
use crate::{Caller, Issuer, OidcError, Params, Provider};

/// A browser's request.
#[derive(Debug)]
pub struct Visit<'a> {
    /// Whose provider.
    pub issuer: &'a Issuer,
    /// Parameters.
    pub params: &'a Params,
    /// Cookies.
    pub cookies: &'a [(String, String)],
    /// Who asks, for the audit entry.
    pub caller: &'a Caller,
}

impl Visit<'_> {
    fn jar<'jar>(&'jar self, keys: &'jar KeySet) -> Jar<'jar> {
        Jar { keys: keys.cookies(), cookies: self.cookies }
    }

    fn is_secure(&self) -> bool {
        self.issuer.endpoint.starts_with("https:")
    }

    /// The path in front of the tenant's pages; empty unless tenants are told apart by path.
    fn base_path(&self) -> String {
        let path = url::Url::parse(&self.issuer.endpoint).map(|url| url.path().to_owned());
        path.unwrap_or_default().trim_end_matches('/').to_owned()
    }
}

/// What a browser is answered.
#[derive(Debug)]
pub enum Answer {
    /// Goes on elsewhere.
    Redirect {
        /// Address.
        location: String,
        /// Cookies to set.
        cookies: Vec<SetCookie>,
    },
    /// Goes to a page of ours.
    Show {
        /// Address.
        location: String,
        /// Cookies to set.
        cookies: Vec<SetCookie>,
    },
    /// Posts a form by itself (OAuth 2.0 Form Post Response Mode).
    Form {
        /// Status: 400 for an error.
        status: u16,
        /// Address.
        action: String,
        /// Fields.
        fields: Vec<(&'static str, String)>,
        /// Cookies to set.
        cookies: Vec<SetCookie>,
    },
    /// Stays, and is told what went wrong.
    Refused(OidcError),
}

impl Answer {
    /// Adds cookies that are not set yet: an answer sets a name once, because some clients take no notice of paths.
    fn with(mut self, more: Vec<SetCookie>) -> Self {
        match &mut self {
            Self::Redirect { cookies, .. } | Self::Show { cookies, .. } | Self::Form { cookies, .. } => {
                let is_set = |cookie: &SetCookie| cookies.iter().any(|own| own.name() == cookie.name());
                let new: Vec<_> = more.into_iter().filter(|cookie| !is_set(cookie)).collect();
                cookies.extend(new);
            }
            Self::Refused(_) => {}
        }
        self
    }
}

impl From<OidcError> for Answer {
    fn from(error: OidcError) -> Self {
        Self::Refused(error)
    }
}

impl Provider {
    /// A new authorization request.
    pub async fn authorize(&self, visit: &Visit<'_>) -> Answer {
        match self.begin(visit).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn begin(&self, visit: &Visit<'_>) -> Result<Answer, OidcError> {
        visit.params.check()?;
        let pushed = self.pushed_params(visit.issuer, visit.params).await?;
        let params = pushed.as_ref().map_or(visit.params, |pushed| &pushed.params);
        let client = self.authorizing_client(visit.issuer, params).await?;
        if pushed.is_none() && self.must_push(&client) {
            return Err(OidcError::invalid_request("the authorization request must be pushed first"));
        }
        let params = match &pushed {
            Some(pushed) => pushed.params.clone(),
            None => self.unsigned(visit.issuer, &client, params.clone()).await?,
        };
        params.check()?;
        self.check_redirect_uri_given(&client, &params)?;
        let target = redirect_uri::choose(&client, &params)?;
        let respond = self.respond(visit.issuer, &client, target, &params);
        let request = match checks::check(self, visit.issuer, &client, &params).await {
            Ok(request) => request,
            Err(error) => return respond.error(self, &error).await,
        };
        let keys = self.keys(&visit.issuer.tenant).await?;
        let session = self.session(visit, &keys).await?;
        let recipient = recipient::Recipient::Client(respond);
        let asked = Some(params);
        self.proceed(visit, resume::Step { client, request, recipient, session, interaction: None, pushed, asked })
            .await
    }

    /// The client of a request, which must be one that signs users in.
    async fn authorizing_client(&self, issuer: &Issuer, params: &Params) -> Result<Arc<Client>, OidcError> {
        let id = params.get("client_id").ok_or_else(|| OidcError::missing("client_id"))?;
        let client = self.known_client(issuer, id).await?;
        checks::signs_users_in(&client)?;
        Ok(client)
    }

    /// The session that the browser's cookie names.
    async fn session(&self, visit: &Visit<'_>, keys: &KeySet) -> Result<Option<Session>, OidcError> {
        let jar = visit.jar(keys);
        let Some(id) = jar.signed("_session") else { return Ok(None) };
        let tenant = &visit.issuer.tenant;
        Ok(Session::find(tenant, id, tenant.now()).await?.map(|found| found.record))
    }
}
