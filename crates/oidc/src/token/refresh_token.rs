//! The refresh token grant (RFC 6749 section 6), with rotation that survives retries.

use avouch_model::applications::{Application, ApplicationType};
use avouch_store::Tenant;
use avouch_store::applications::Client;
use avouch_store::oidc_model_instances::{self as stored, Basis};

use super::authorization_code::choose;
use super::id_token::IdToken;
use super::user_tokens::{Audience, Decided, Ground};
use super::{Request, TokenResponse, Trail, account, organization};
use crate::records::{ClaimsRequest, Found, Grant, Record as _, RefreshToken, new_token};
use crate::resources::{self, Resources};
use crate::{OidcError, Provider, audit, scopes};

const GTY: &str = "refresh_token";

/// How long an old token gets the same successor, in milliseconds: two tabs at once, or a retry after a lost answer.
const REPLAY: i64 = 3000;

/// After this long a family of tokens rotates no more, in seconds.
const OLDEST: i64 = 31_557_600;

/// A confidential client's token rotates in the last part of its time.
const ROTATES_AFTER_PERCENT: i64 = 70;

const DAY: i64 = 86_400;

/// Lifetime of a client's refresh tokens, in seconds.
fn lifetime(application: &Application) -> i64 {
    let metadata = &application.custom_client_metadata;
    let days = metadata.refresh_token_ttl_in_days.as_ref().map(|days| days.get() * DAY);
    days.or_else(|| metadata.refresh_token_ttl.as_ref().map(|seconds| seconds.get())).unwrap_or(14 * DAY)
}

/// What the first token of a family is made of.
#[derive(Debug)]
pub(super) struct First<'a> {
    pub(super) account: &'a str,
    pub(super) auth_time: Option<i64>,
    /// Whether the client asked when the user signed in.
    pub(super) tells_auth_time: bool,
    pub(super) grant_id: &'a str,
    pub(super) gty: &'a str,
    pub(super) nonce: Option<String>,
    pub(super) resource: Option<Resources>,
    pub(super) session: Option<(String, bool)>,
    pub(super) sid: Option<String>,
    pub(super) scope: &'a str,
    /// The key that the client holds.
    pub(super) jkt: Option<String>,
    /// The certificate that it holds.
    pub(super) x5t: Option<String>,
}

/// The first token of a family.
pub(super) fn first(client: &Client, now: i64, first: First<'_>) -> RefreshToken {
    let First { account, auth_time, tells_auth_time, grant_id, gty, nonce, resource, session, sid, scope, jkt, x5t } =
        first;
    let (session_uid, expires_with_session) = session.unzip();
    RefreshToken {
        iat: now,
        exp: now.saturating_add(lifetime(&client.application)),
        account_id: account.to_owned(),
        auth_time,
        claims: tells_auth_time.then(ClaimsRequest::of_auth_time),
        grant_id: grant_id.to_owned(),
        gty: Some(gty.to_owned()),
        nonce,
        resource,
        rotations: Some(0),
        iiat: Some(now),
        session_uid,
        expires_with_session,
        sid,
        successor: None,
        // A confidential client proves who it is at every use, and may change its key (RFC 9449 section 5).
        jkt: jkt.filter(|_| !client.application.r#type.has_secrets()),
        x5t: x5t.filter(|_| !client.application.r#type.has_secrets()),
        kind: RefreshToken::MODEL.to_owned(),
        jti: new_token(),
        client_id: client.application.id.to_string(),
        scope: scope.to_owned(),
    }
}

impl Provider {
    pub(super) async fn refresh_token(
        &self,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let value = request.params.get("refresh_token").ok_or_else(|| OidcError::missing("refresh_token"))?;
        let now = tenant.now();
        let found = RefreshToken::find(tenant, value, now).await?;
        let found = found.ok_or_else(|| OidcError::invalid_grant("the refresh token is unknown or expired"))?;
        if found.record.client_id != client.application.id.as_str() {
            return Err(OidcError::invalid_grant("the refresh token is another client's"));
        }
        if found.record.jkt.is_some() && found.record.jkt != trail.jkt {
            return Err(OidcError::invalid_grant("the refresh token is bound to another key"));
        }
        if found.record.x5t.is_some() && found.record.x5t != trail.x5t {
            return Err(OidcError::invalid_grant("the refresh token is bound to another certificate"));
        }
        trail.user = Some(found.record.account_id.clone());
        trail.session.clone_from(&found.record.session_uid);
        check_session(tenant, &found.record).await?;
        refuse_reuse(request, &found, trail).await?;
        let Found { record: token, consumed_at } = found;
        let (grant, account) =
            tokio::try_join!(Grant::find(tenant, &token.grant_id, now), account::find(tenant, &token.account_id))?;
        let grant = grant.ok_or_else(|| OidcError::invalid_grant("the grant is gone"))?.record;
        account::check_access(tenant, client, &token.account_id).await?;
        let scope = requested_scope(request, &token)?;
        let session = token.session_uid.as_deref().map(|uid| (uid, token.expires_with_session.unwrap_or(false)));
        let gty = with_refresh(token.gty.as_deref());
        let ground = Ground {
            client,
            account: &account,
            grant_id: &grant.jti,
            granted: Some(&grant.resources),
            gty: &gty,
            session,
            sid: token.sid.as_deref(),
            actor: None,
            subject_context: None,
        };
        let audience = audience(self, request, &ground, &token, &scope).await?;
        let decided = self.decide(request, &ground, (audience, &scope), trail).await?;

        let successor = rotated(tenant, client, Found { record: token.clone(), consumed_at }, &decided).await?;
        let id_token = if scopes::has(&scope, scopes::OPENID) {
            let token = IdToken {
                scope: &scope,
                nonce: token.nonce.as_deref(),
                auth_time: token.auth_time.filter(|_| token.tells_auth_time()),
                sid: token.sid.as_deref(),
            };
            Some(self.id_token(request.issuer, client, &account.user, token).await?)
        } else {
            None
        };
        let (expires_in, scope) = (decided.lifetime(now.seconds()), decided.scope().to_owned());
        Ok(TokenResponse {
            access_token: self.finish(request.issuer, decided).await?,
            expires_in,
            id_token,
            refresh_token: Some(successor),
            scope: Some(scope),
            token_type: "Bearer",
            own_scope: None,
        })
    }
}

/// A token that was made in a session may end with it.
async fn check_session(tenant: &Tenant, token: &RefreshToken) -> Result<(), OidcError> {
    if token.expires_with_session != Some(true) {
        return Ok(());
    }
    let Some(uid) = &token.session_uid else { return Ok(()) };
    let session = stored::by_uid(tenant, "Session", uid).await?;
    if session.is_some_and(|session| session.expires_at > tenant.now()) {
        return Ok(());
    }
    Err(OidcError::invalid_grant("the session is over"))
}

/// An old token that comes again after its time may be stolen: nothing that came from the grant works any more
/// (RFC 9700 section 4.14).
async fn refuse_reuse(request: &Request<'_>, found: &Found<RefreshToken>, trail: &mut Trail) -> Result<(), OidcError> {
    let tenant = &request.issuer.tenant;
    let Some(consumed_at) = found.consumed_at else { return Ok(()) };
    if tenant.now().millis() - consumed_at.millis() <= REPLAY {
        return Ok(());
    }
    let token = &found.record;
    audit::revoke(tenant, request.caller, (&token.grant_id, &token.account_id, &token.client_id)).await?;
    trail.revoked_grant = Some(token.grant_id.clone());
    Err(OidcError::invalid_grant("the refresh token was used already"))
}

/// The scope of the request, which cannot exceed the token's.
fn requested_scope(request: &Request<'_>, token: &RefreshToken) -> Result<String, OidcError> {
    let Some(wanted) = request.params.get("scope") else { return Ok(token.scope.clone()) };
    scopes::narrowed(&token.scope, wanted)
        .map_err(|missing| OidcError::invalid_scope("refresh token missing requested scope", &missing))
}

async fn audience(
    provider: &Provider,
    request: &Request<'_>,
    ground: &Ground<'_>,
    token: &RefreshToken,
    scope: &str,
) -> Result<Audience, OidcError> {
    let authorized = token.resource.as_ref().map(Resources::all).unwrap_or_default();
    let Some(organization) = request.params.get("organization_id") else {
        return choose(provider, request, authorized, scope).await;
    };
    if !scopes::has(&token.scope, scopes::ORGANIZATIONS) {
        // Who is not a member is told that first.
        let asks = (ground.client, ground.account);
        organization::check(&request.issuer.tenant, asks, Some(ground.grant_id), organization).await?;
        let missing = "refresh token missing required scope";
        return Err(OidcError::insufficient_scope(missing, scopes::ORGANIZATIONS));
    }
    if resources::named(request.params).is_empty() {
        return Ok(Audience::Organization(organization.to_owned()));
    }
    match choose(provider, request, authorized, scope).await? {
        Audience::Apis { targets, .. } => Ok(Audience::Apis { targets, organization: Some(organization.to_owned()) }),
        other => Ok(other),
    }
}

/// Keeps what is issued; answers the token that the client goes on with: the same, a new one, or the one that another
/// request was given a moment ago. A token is used up once, so there is one successor at most.
async fn rotated(
    tenant: &Tenant,
    client: &Client,
    mut found: Found<RefreshToken>,
    issued: &Decided,
) -> Result<String, OidcError> {
    let gone = || OidcError::invalid_grant("the refresh token was revoked meanwhile");
    // A token is used up only once: the second attempt finds what the first one missed.
    for _ in 0..2 {
        let Found { record: token, consumed_at } = &found;
        let now = tenant.now().seconds();
        let rotates = consumed_at.is_none() && rotates(client, token, now);
        let successor = rotates.then(|| successor(client, token, now));
        let next = match (&successor, consumed_at) {
            (Some(successor), _) => successor.jti.clone(),
            (None, Some(_)) => token.successor.clone().ok_or_else(gone)?,
            (None, None) => token.jti.clone(),
        };
        let used = successor.as_ref().map(|_| RefreshToken { successor: Some(next.clone()), ..token.clone() });
        let used = used.map(|used| used.payload()).transpose()?;
        let basis = Basis { model: RefreshToken::MODEL, id: &token.jti, used, grant: &token.grant_id };
        let tokens = issued.written().into_iter().chain(successor.map(|successor| successor.written())).collect();
        if stored::issue(tenant, basis, &token.account_id, tokens).await? {
            return Ok(next);
        }
        found = RefreshToken::find(tenant, &token.jti, tenant.now()).await?.ok_or_else(gone)?;
    }
    Err(gone())
}

/// The token that takes the place of another.
fn successor(client: &Client, token: &RefreshToken, now: i64) -> RefreshToken {
    let is_spa = client.application.r#type == ApplicationType::Spa;
    RefreshToken {
        iat: now,
        // In a browser the family keeps its end; elsewhere it goes on as long as it is used.
        exp: if is_spa { token.exp } else { now.saturating_add(lifetime(&client.application)) },
        rotations: Some(token.rotations.unwrap_or(0) + 1),
        gty: Some(with_refresh(token.gty.as_deref())),
        jti: new_token(),
        ..token.clone()
    }
}

fn with_refresh(gty: Option<&str>) -> String {
    let gty = gty.unwrap_or_default();
    if gty.ends_with(GTY) { gty.to_owned() } else { format!("{gty} {GTY}").trim().to_owned() }
}

fn rotates(client: &Client, token: &RefreshToken, now: i64) -> bool {
    let application = &client.application;
    if application.custom_client_metadata.rotate_refresh_token == Some(false) {
        return false;
    }
    if token.iiat.is_some_and(|first| now - first >= OLDEST) {
        return false;
    }
    if !application.r#type.has_secrets() {
        return true;
    }
    let (passed, whole) = (now - token.iat, token.exp - token.iat);
    passed * 100 >= whole * ROTATES_AFTER_PERCENT
}
