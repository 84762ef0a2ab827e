//! Requests that are made once, however often a client sends them, and one at a time where that matters.

use std::time::Duration;

use avouch_model::Timestamp;
use avouch_store::Tenant;
use avouch_store::kept_answers as stored;

pub use avouch_store::kept_answers::Answer;

use crate::{Error, Result};

/// How long an answer is kept.
const KEPT: Duration = Duration::from_hours(24);

/// How long a request may be under way; longer than any is given. A server that died in between gives up its claim so.
const UNDER_WAY: Duration = Duration::from_mins(1);

/// How often a request looks whether another one is done.
const LOOK: Duration = Duration::from_millis(50);

/// What to do with a request.
#[derive(Debug)]
pub enum Claim {
    /// Serve it, then tell of its end.
    Serve,
    /// It was served: this is the answer.
    Answered(Answer),
}

fn later(tenant: &Tenant, by: Duration) -> Timestamp {
    let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(tenant.now().millis().saturating_add(by))
}

async fn claimed(tenant: &Tenant, id: &str, request: &str) -> Result<bool> {
    let tx = tenant.begin().await?;
    let claimed = stored::claim(&tx, id, request, later(tenant, UNDER_WAY)).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Claims a request by the name that its client gave it; `request` is a digest of what it asks for.
pub async fn claim(tenant: &Tenant, id: &str, request: &str) -> Result<Claim> {
    if claimed(tenant, id, request).await? {
        return Ok(Claim::Serve);
    }
    let earlier = stored::get(tenant, id).await?.ok_or(Error::RequestUnderWay)?;
    if earlier.request != request {
        return Err(Error::IdempotencyKeyReused);
    }
    earlier.answer.map(Claim::Answered).ok_or(Error::RequestUnderWay)
}

/// Waits until no other request that says so is at the same thing, for a time.
pub async fn alone(tenant: &Tenant, id: &str) -> Result<()> {
    for _ in 0..100 {
        if claimed(tenant, id, "").await? {
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
    Err(Error::RequestUnderWay)
}

/// Keeps the answer to a claimed request.
pub async fn keep(tenant: &Tenant, id: &str, answer: &Answer) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::keep(&tx, id, answer, later(tenant, KEPT)).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives up a claim: the next request of that name is served.
pub async fn release(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::forget(&tx, id).await?;
    tx.commit().await?;
    Ok(())
}
