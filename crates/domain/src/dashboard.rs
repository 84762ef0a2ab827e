//! Counts for the dashboard. Days begin at midnight, UTC.

use avouch_model::Timestamp;
use avouch_model::dashboard::{ActiveUsers, CountWithDelta, DailyCount, NewUsers, TotalUsers};
use avouch_store::Tenant;
use avouch_store::dashboard as stored;

use crate::{Error, Result};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Days of the curve, and of a month here.
const MONTH: i64 = 30;

const WEEK: i64 = 7;

fn midnight(time: Timestamp) -> i64 {
    time.millis() - time.millis().rem_euclid(DAY)
}

/// How many users there are.
pub async fn total(tenant: &Tenant) -> Result<TotalUsers> {
    Ok(TotalUsers { total_user_count: stored::users(tenant).await? })
}

/// How many users are new.
pub async fn new_users(tenant: &Tenant) -> Result<NewUsers> {
    let today = midnight(tenant.now());
    let between = async |from: i64, to: i64| {
        let count = stored::new_users(tenant, at(today + from * DAY), at(today + to * DAY)).await?;
        Ok::<_, Error>(count)
    };
    let (now, yesterday) = (between(0, 1).await?, between(-1, 0).await?);
    let (week, before) = (between(1 - WEEK, 1).await?, between(1 - 2 * WEEK, 1 - WEEK).await?);
    Ok(NewUsers {
        today: CountWithDelta { count: now, delta: now - yesterday },
        last7_days: CountWithDelta { count: week, delta: week - before },
    })
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// How many users are active, up to the end of a day.
pub async fn active_users(tenant: &Tenant, date: Option<&str>) -> Result<ActiveUsers> {
    let today = match date {
        None => midnight(tenant.now()),
        Some(date) => Timestamp::from_date(date)
            .ok_or_else(|| Error::InvalidInput { details: "`date` must be a day such as 2026-01-31.".to_owned() })?
            .millis(),
    };
    let between = async |from: i64, to: i64| {
        let count = stored::active_users(tenant, at(today + from * DAY), at(today + to * DAY)).await?;
        Ok::<_, Error>(count)
    };
    let compared = async |days: i64| {
        let count = between(1 - days, 1).await?;
        let before = between(1 - 2 * days, 1 - days).await?;
        Ok::<_, Error>(CountWithDelta { count, delta: count - before })
    };
    let counted = stored::active_by_day(tenant, at(today + (1 - MONTH) * DAY), at(today + DAY)).await?;
    let dau_curve = (1 - MONTH..1)
        .map(|day| {
            let from = today + day * DAY;
            let on_day = counted.iter().filter(|(date, _)| (from..from + DAY).contains(&date.millis()));
            DailyCount { date: at(from).date().unwrap_or_default(), count: on_day.map(|(_, count)| count).sum() }
        })
        .collect();
    Ok(ActiveUsers { dau_curve, dau: compared(1).await?, wau: compared(WEEK).await?, mau: compared(MONTH).await? })
}
