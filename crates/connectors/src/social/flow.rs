//! The authorization code flow (RFC 6749 section 4.1) as most providers have it.

use avouch_outbound::Request;
use serde_json::Value;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::{self, Registration};
use super::reader::Reader;
use super::{Coming, Departure, Going, Renewal};
use crate::Error;

/// A provider's own part in it.
pub(super) struct Flow {
    /// Where people go.
    pub(super) authorization: &'static str,
    /// Where codes become tokens.
    pub(super) token: &'static str,
    /// Where the person's facts are.
    pub(super) user: fn() -> Request,
    /// What is asked for unless someone says otherwise.
    pub(super) scope: &'static str,
    /// Whether the client's name and secret go as HTTP Basic, not in the form.
    pub(super) basic: bool,
    /// Whether the place to come back to is remembered, not told.
    pub(super) remembers: bool,
    /// Who the person is.
    pub(super) profile: fn(&Reader<'_>) -> Result<UserInfo, Error>,
}

impl Flow {
    pub(super) fn authorize(&self, going: &Going<'_>) -> Result<Departure, Error> {
        let client = Registration::of(going.config)?;
        let scope = oauth::scope(going, client.scope.as_deref(), self.scope);
        let departure = oauth::departure(self.authorization, &client.client_id, scope, going)?;
        Ok(self.remembering(departure, going))
    }

    pub(super) fn remembering(&self, departure: Departure, going: &Going<'_>) -> Departure {
        if self.remembers { Departure { session: oauth::remembered(going), ..departure } } else { departure }
    }

    /// What the token endpoint answers to a code.
    pub(super) async fn tokens(&self, coming: &Coming<'_>) -> Result<Value, Error> {
        let code = coming.code()?;
        let redirect_uri =
            if self.remembers { coming.remembered_redirect_uri()? } else { coming.told_redirect_uri()? };
        let pairs = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect_uri)];
        self.ask(&Registration::of(coming.config)?, coming.http, &pairs).await
    }

    async fn ask(
        &self,
        client: &Registration,
        http: &avouch_outbound::Client,
        pairs: &[(&str, &str)],
    ) -> Result<Value, Error> {
        let Registration { client_id, client_secret, .. } = client;
        let own = [("client_id", client_id.as_str()), ("client_secret", client_secret.as_str())];
        let request = Request::post(self.token);
        let request = if self.basic {
            request.basic(client_id, client_secret).form(pairs.iter().copied())
        } else {
            request.form(pairs.iter().copied().chain(own))
        };
        oauth::token(http, request).await
    }

    pub(super) async fn identify(&self, coming: Coming<'_>) -> Result<Identity, Error> {
        let tokens = TokenSet::read(&self.tokens(&coming).await?)?;
        let request = (self.user)().bearer(tokens.access_token.expose());
        let raw = oauth::user(coming.http, request).await?;
        let user = UserInfo { raw: raw.clone(), ..(self.profile)(&Reader(&raw))? };
        Ok(Identity { user, tokens: Some(tokens) })
    }

    pub(super) async fn refresh(&self, renewal: Renewal<'_>) -> Result<TokenSet, Error> {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", renewal.refresh_token)];
        let answer = self.ask(&Registration::of(renewal.config)?, renewal.http, &pairs).await?;
        TokenSet::read(&answer)
    }
}
