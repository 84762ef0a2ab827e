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
    let day = match date {
        None => tenant.now().millis(),
        Some(date) => Timestamp::from_date(date)
            .ok_or_else(|| Error::InvalidInput { details: "`date` must be a day such as 2026-01-31.".to_owned() })?
            .millis(),
    }
    .div_euclid(DAY);
    let counted = stored::active_on(tenant, day - MONTH..day + 1).await?;
    let on = |day: i64| counted.iter().filter(|(counted, _)| *counted == day).map(|(_, count)| count).sum();
    let dau_curve = (day + 1 - MONTH..=day)
        .map(|day| DailyCount { date: at(day * DAY).date().unwrap_or_default(), count: on(day) })
        .collect();
    let dau: i64 = on(day);
    let compared = async |days: i64| {
        let count = active_in(tenant, day, days).await?;
        let before = active_in(tenant, day - days, days).await?;
        Ok::<_, Error>(CountWithDelta { count, delta: count - before })
    };
    Ok(ActiveUsers {
        dau_curve,
        dau: CountWithDelta { count: dau, delta: dau - on(day - 1) },
        wau: compared(WEEK).await?,
        mau: compared(MONTH).await?,
    })
}

/// How many different users were active in a number of days that end with a day, which is numbered since 1970.
async fn active_in(tenant: &Tenant, day: i64, days: i64) -> Result<i64> {
    let today = tenant.now().millis().div_euclid(DAY);
    if day == today {
        // Whoever was last active in these days was active in them, and nobody was active later.
        return Ok(stored::last_active_on(tenant, day + 1 - days..day + 1).await?);
    }
    if let Some(kept) = stored::period(tenant, at(day * DAY), days).await? {
        return Ok(kept);
    }
    let count = stored::count_active(tenant, at((day + 1 - days) * DAY), at((day + 1) * DAY)).await?;
    if day < today {
        let tx = tenant.begin().await?;
        stored::keep_period(&tx, at(day * DAY), days, count).await?;
        tx.commit().await?;
    }
    Ok(count)
}

/// Counts the periods that ended yesterday, so that nobody waits for it when they are asked for.
pub async fn count_ended(tenant: &Tenant) -> Result<()> {
    let yesterday = tenant.now().millis().div_euclid(DAY) - 1;
    for days in [WEEK, MONTH] {
        active_in(tenant, yesterday, days).await?;
    }
    Ok(())
}
