//! The first tokens of what a user approved, by an authorization code or by a device code.

use avouch_store::applications::Client;
use avouch_store::oidc_model_instances::{self as stored, Basis};

use super::authorization_code::choose;
use super::id_token::IdToken;
use super::refresh_token::{self, First};
use super::user_tokens::{self, Ground};
use super::{Request, TokenResponse, Trail, account};
use crate::records::{Grant, Record};
use crate::resources::Resources;
use crate::{OidcError, Provider, scopes};

/// What a user approved.
#[derive(Debug)]
pub(super) struct Approved<'a> {
    pub(super) account: &'a str,
    pub(super) auth_time: Option<i64>,
    /// Whether the client asked when the user signed in.
    pub(super) tells_auth_time: bool,
    pub(super) grant_id: &'a str,
    pub(super) gty: &'static str,
    pub(super) nonce: Option<&'a str>,
    pub(super) resource: Option<&'a Resources>,
    /// The session, and whether tokens end with it.
    pub(super) session: Option<(&'a str, bool)>,
    pub(super) sid: Option<&'a str>,
    pub(super) scope: &'a str,
}

impl Provider {
    /// Issues the tokens, and uses up what they are issued for: of several requests at once, one gets them.
    pub(super) async fn first_tokens<R: Record>(
        &self,
        request: &Request<'_>,
        client: &Client,
        approved: &Approved<'_>,
        uses_up: &R,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let now = tenant.now();
        let (grant, account) =
            tokio::try_join!(Grant::find(tenant, approved.grant_id, now), account::find(tenant, approved.account))?;
        let grant = grant.ok_or_else(|| OidcError::invalid_grant("the grant is gone"))?.record;
        let Approved { gty, session, scope, .. } = *approved;
        let ground = Ground {
            client,
            account: &account,
            grant_id: &grant.jti,
            granted: Some(&grant.resources),
            gty,
            session,
            sid: approved.sid,
            actor: None,
            subject_context: None,
        };
        let authorized = approved.resource.map(Resources::all).unwrap_or_default();
        let audience = choose(self, request, authorized, scope).await?;
        let decided = self.decide(request, &ground, (audience, scope), trail).await?;
        let refresh = user_tokens::issues_refresh_token(client, scope).then(|| {
            refresh_token::first(
                client,
                now.seconds(),
                First {
                    account: approved.account,
                    auth_time: approved.auth_time,
                    tells_auth_time: approved.tells_auth_time,
                    grant_id: approved.grant_id,
                    gty,
                    nonce: approved.nonce.map(ToOwned::to_owned),
                    resource: approved.resource.cloned(),
                    session: session.map(|(uid, ends)| (uid.to_owned(), ends)),
                    sid: approved.sid.map(ToOwned::to_owned),
                    scope,
                    jkt: trail.jkt.clone(),
                    x5t: trail.x5t.clone(),
                },
            )
        });
        let tokens = decided.written().into_iter().chain(refresh.as_ref().map(Record::written)).collect();
        let used = Some(uses_up.payload()?);
        let basis = Basis { model: R::MODEL, id: uses_up.id(), used, grant: &grant.jti };
        if !stored::issue(tenant, basis, approved.account, tokens).await? {
            return Err(OidcError::invalid_grant("the code is used by another request, or was revoked"));
        }
        let id_token = if scopes::has(scope, scopes::OPENID) {
            let auth_time = approved.auth_time.filter(|_| approved.tells_auth_time);
            let token = IdToken { scope, nonce: approved.nonce, auth_time, sid: approved.sid };
            Some(self.id_token(request.issuer, client, &account.user, token).await?)
        } else {
            None
        };
        let (expires_in, scope) = (decided.lifetime(now.seconds()), decided.scope().to_owned());
        Ok(TokenResponse {
            access_token: self.finish(request.issuer, decided).await?,
            expires_in,
            id_token,
            refresh_token: refresh.map(|refresh| refresh.jti),
            scope: Some(scope),
            token_type: "Bearer",
            own_scope: None,
        })
    }
}
