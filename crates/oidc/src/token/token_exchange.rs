//! Token exchange (RFC 8693): a client acts for a user on the ground of a subject token, an access token or a personal
//! access token.

use avouch_crypto::jose;
use avouch_store::applications::Client;
use avouch_store::users::personal_access_tokens;
use avouch_store::{Tenant, subject_tokens};

use super::user_tokens::{self, Audience, Ground};
use super::{Request, TokenResponse, Trail, account, organization};
use crate::bearer::Refusal;
use crate::records::{AccessTokenRecord, Grant, Record as _};
use crate::{Issuer, OidcError, Provider, resources, scopes};

const GTY: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const IMPERSONATION: &str = "urn:logto:token-type:impersonation_token";
const PERSONAL: &str = "urn:logto:token-type:personal_access_token";

/// What subject tokens begin with.
const SUBJECT_PREFIX: &str = "sub_";

/// On whose behalf, and what is used up by it.
struct Subject {
    user: String,
    consumes: Option<String>,
    /// What the token's maker said of it.
    context: Option<serde_json::Value>,
}

impl Provider {
    pub(super) async fn token_exchange(
        &self,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let params = request.params;
        let token = params.get("subject_token").ok_or_else(|| OidcError::missing("subject_token"))?;
        let kind = params.get("subject_token_type").ok_or_else(|| OidcError::missing("subject_token_type"))?;
        let subject = self.subject(request.issuer, (token, kind), trail).await?;
        trail.user = Some(subject.user.clone());
        let account = account::find(tenant, &subject.user).await?;
        account::check_access(tenant, client, &subject.user).await?;
        let actor = self.actor(request, trail).await?;
        let audience = audience(request).await?;
        if let Audience::Organization(organization) | Audience::Apis { organization: Some(organization), .. } =
            &audience
        {
            organization::check(tenant, (client, &account), None, organization).await?;
        }
        let now = tenant.now().seconds();
        let mut grant = Grant::new(&subject.user, client.application.id.as_str(), now);
        let wanted = params.get("scope").unwrap_or_default();
        let ground = Ground {
            client,
            account: &account,
            grant_id: &grant.jti,
            granted: None,
            gty: GTY,
            session: None,
            sid: None,
            actor,
            subject_context: subject.context.clone(),
        };
        let decided = self.decide(request, &ground, (audience, wanted), trail).await?;
        grant.openid.scope = scopes::openid(wanted);
        let tx = tenant.begin().await?;
        if let Some(id) = &subject.consumes
            && !subject_tokens::consume(&tx, id).await?
        {
            return Err(OidcError::invalid_grant("the subject token was used already"));
        }
        grant.put(&tx).await?;
        decided.keep(&tx).await?;
        user_tokens::active(&tx, &subject.user).await?;
        tx.commit().await?;
        let (expires_in, scope) = (decided.lifetime(now), decided.scope().to_owned());
        Ok(TokenResponse {
            access_token: self.finish(request.issuer, decided).await?,
            expires_in,
            id_token: None,
            refresh_token: None,
            scope: Some(scope),
            token_type: "Bearer",
            own_scope: None,
        })
    }

    async fn subject(&self, issuer: &Issuer, (token, kind): (&str, &str), trail: &Trail) -> Result<Subject, OidcError> {
        let tenant = &issuer.tenant;
        match kind {
            IMPERSONATION => impersonation(tenant, token).await,
            ACCESS_TOKEN if token.starts_with(SUBJECT_PREFIX) => impersonation(tenant, token).await,
            ACCESS_TOKEN => {
                Ok(Subject { user: self.holder(issuer, token, trail).await?, consumes: None, context: None })
            }
            PERSONAL => {
                let found = personal_access_tokens::by_value(tenant, token).await?;
                let found = found.ok_or_else(|| OidcError::invalid_grant("the personal access token is unknown"))?;
                if found.expires_at.is_some_and(|at| at <= tenant.now()) {
                    return Err(OidcError::invalid_grant("the personal access token is expired"));
                }
                Ok(Subject { user: found.user_id.to_string(), consumes: None, context: None })
            }
            _ => Err(OidcError::invalid_grant("unsupported subject_token_type")),
        }
    }

    /// The user whose access token it is, if it was issued to a first-party client.
    async fn holder(&self, issuer: &Issuer, token: &str, trail: &Trail) -> Result<String, OidcError> {
        let tenant = &issuer.tenant;
        let (user, client) = if jose::peek(token).is_ok() {
            let verified = self.own_token(issuer, token).await.map_err(|refusal| match refusal {
                Refusal::Failed(error) => error,
                _ => OidcError::invalid_grant("the subject token is not valid"),
            })?;
            let claim = |name: &str| verified.text(name).unwrap_or_default().to_owned();
            (claim("sub"), claim("client_id"))
        } else {
            let record = held(tenant, token, trail).await?;
            (record.account_id, record.client_id)
        };
        let issued_to = self.client(issuer, &client).await?;
        if issued_to.is_none_or(|client| client.application.is_third_party) {
            return Err(OidcError::invalid_grant("the subject token is not a first-party client's"));
        }
        Ok(user)
    }

    /// Who acts for the subject: the holder of an opaque token with `openid`.
    async fn actor(&self, request: &Request<'_>, trail: &Trail) -> Result<Option<String>, OidcError> {
        let tenant = &request.issuer.tenant;
        let Some(token) = request.params.get("actor_token") else { return Ok(None) };
        if request.params.get("actor_token_type") != Some(ACCESS_TOKEN) {
            return Err(OidcError::invalid_grant("unsupported actor_token_type"));
        }
        let record = held(tenant, token, trail).await?;
        if !scopes::has(&record.scope, scopes::OPENID) {
            return Err(OidcError::invalid_grant("the actor token lacks openid"));
        }
        Ok(Some(record.account_id))
    }
}

/// An opaque access token. One that is bound to a key is of use to the holder of the key only, here as elsewhere.
async fn held(tenant: &Tenant, token: &str, trail: &Trail) -> Result<AccessTokenRecord, OidcError> {
    let found = AccessTokenRecord::find(tenant, token, tenant.now()).await?;
    let record = found.ok_or_else(|| OidcError::invalid_grant("the access token is unknown or expired"))?.record;
    if record.jkt.is_some() && record.jkt != trail.jkt {
        return Err(OidcError::invalid_grant("the access token is bound to another key"));
    }
    if record.x5t.is_some() && record.x5t != trail.x5t {
        return Err(OidcError::invalid_grant("the access token is bound to another certificate"));
    }
    Ok(record)
}

async fn impersonation(tenant: &Tenant, token: &str) -> Result<Subject, OidcError> {
    let found = subject_tokens::get(tenant, token).await?;
    let found = found.ok_or_else(|| OidcError::invalid_grant("the subject token is unknown"))?;
    if found.expires_at <= tenant.now() {
        return Err(OidcError::invalid_grant("the subject token is expired"));
    }
    if found.consumed_at.is_some() {
        return Err(OidcError::invalid_grant("the subject token was used already"));
    }
    Ok(Subject { user: found.user_id.to_string(), consumes: Some(found.id), context: Some(found.context.into()) })
}

async fn audience(request: &Request<'_>) -> Result<Audience, OidcError> {
    let organization = request.params.get("organization_id").map(ToOwned::to_owned);
    let named = resources::named(request.params);
    match (named.as_slice(), organization) {
        ([], None) => Ok(Audience::Provider),
        ([], Some(organization)) => Ok(Audience::Organization(organization)),
        ([one], organization) => {
            let target = resources::find(&request.issuer.tenant, one).await?;
            Ok(Audience::Apis { targets: vec![target], organization })
        }
        ([..], _) => Err(OidcError::invalid_target("only a single resource indicator value is supported")),
    }
}
