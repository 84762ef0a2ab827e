//! Tokens of links that sign someone in once.

use avouch_model::Json;
use avouch_model::one_time_tokens::{
    CreateOneTimeToken, LinkEvent, OneTimeToken, SetTokenStatus, ShownToken, TokenContext, TokenFilter, TokenStatus,
};
use avouch_store::one_time_tokens as stored;
use avouch_store::{Listing, Page, Read, Tenant, Tx};
use serde_json::json;

use crate::{Error, Result, ids};

/// Seconds that a token is good for unless its maker says otherwise.
const LIFETIME: i64 = 600;

/// A token whose time is over reads so, whatever is stored.
fn as_of(mut token: OneTimeToken, now: avouch_model::Timestamp) -> OneTimeToken {
    if token.status == TokenStatus::Active && token.expires_at <= now {
        token.status = TokenStatus::Expired;
    }
    token
}

/// Tokens, newest first.
pub async fn list(tenant: &Tenant, filter: &TokenFilter, page: Option<Page>) -> Result<Listing<OneTimeToken>> {
    let now = tenant.now();
    Ok(stored::list(tenant, filter.email.as_deref(), filter.status, page).await?.map(|token| as_of(token, now)))
}

/// One token.
pub async fn get(tenant: &Tenant, id: &str) -> Result<OneTimeToken> {
    let found = stored::get(tenant, id).await?.ok_or_else(|| missing(id))?;
    Ok(as_of(found, tenant.now()))
}

fn missing(id: &str) -> Error {
    Error::NotExistsWithId { name: "one_time_tokens", id: id.to_owned() }
}

/// Makes a token.
pub async fn create(tenant: &Tenant, input: CreateOneTimeToken) -> Result<OneTimeToken> {
    let CreateOneTimeToken { email, context, expires_in } = input;
    let email = email.into_inner();
    let now = tenant.now();
    let seconds = expires_in.map_or(LIFETIME, avouch_shape::Int::get);
    let token = OneTimeToken {
        tenant_id: Read::id(tenant).clone(),
        id: ids::standard(),
        email,
        token: ids::secret(),
        context: Json::from(&json!(context.unwrap_or_default())),
        status: TokenStatus::Active,
        created_at: now,
        expires_at: now.plus_millis(seconds.saturating_mul(1000)),
    };
    let tx = tenant.begin().await?;
    stored::expire(&tx, &token.email, now).await?;
    stored::create(&tx, &token).await?;
    tx.commit().await?;
    Ok(token)
}

/// Uses a token up; it must be good, and stand for this address.
pub async fn verify(tenant: &Tenant, input: &ShownToken) -> Result<OneTimeToken> {
    let tx = tenant.begin().await?;
    let token = check(&tx, &input.token, &input.email, None).await?;
    let token = consume(&tx, token).await?;
    tx.commit().await?;
    Ok(token)
}

/// A token that is good, stands for this address, and may be used for this.
pub async fn check(tx: &Tx, token: &str, email: &str, event: Option<LinkEvent>) -> Result<OneTimeToken> {
    let token = stored::by_token(tx, token).await?.ok_or(Error::OneTimeTokenNotFound)?;
    if token.email != email {
        return Err(Error::OneTimeTokenEmail);
    }
    // Whatever became of it before.
    if token.expires_at <= tx.now() {
        return Err(Error::OneTimeTokenExpired);
    }
    match token.status {
        TokenStatus::Active => {}
        TokenStatus::Expired => return Err(Error::OneTimeTokenExpired),
        TokenStatus::Consumed => return Err(Error::OneTimeTokenConsumed),
        TokenStatus::Revoked => return Err(Error::OneTimeTokenRevoked),
    }
    let context: TokenContext = serde_json::from_str(token.context.text()).unwrap_or_default();
    if event.is_some() && context.interaction_event.is_some() && context.interaction_event != event {
        return Err(Error::OneTimeTokenEvent);
    }
    Ok(token)
}

/// Uses a token up that was checked in the same transaction.
pub async fn consume(tx: &Tx, mut token: OneTimeToken) -> Result<OneTimeToken> {
    if !stored::set_status(tx, &token.id, TokenStatus::Active, TokenStatus::Consumed).await? {
        return Err(Error::OneTimeTokenConsumed);
    }
    token.status = TokenStatus::Consumed;
    Ok(token)
}

/// Says what becomes of a token; one that was used or taken back is not given again.
pub async fn set_status(tenant: &Tenant, id: &str, input: &SetTokenStatus) -> Result<OneTimeToken> {
    if input.status == TokenStatus::Active {
        return Err(Error::CannotReactivateToken);
    }
    let tx = tenant.begin().await?;
    let token = stored::get(&tx, id).await?.ok_or_else(|| missing(id))?;
    stored::set_status(&tx, id, token.status, input.status).await?;
    let token = stored::get(&tx, id).await?.ok_or_else(|| missing(id))?;
    tx.commit().await?;
    Ok(token)
}

/// Removes a token.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(missing(id));
    }
    tx.commit().await?;
    Ok(())
}
