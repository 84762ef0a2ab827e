//! Where users signed in, as far as a proxy in front tells it.

use avouch_model::Timestamp;

use crate::row::{FromRow, Row};
use crate::{Error, Read, Result, Tx, params};

/// A point on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// Where a user signed in last, and when.
#[derive(Clone, Copy, Debug)]
pub struct LastPlace {
    /// Where.
    pub point: Point,
    /// When.
    pub at: Timestamp,
}

impl FromRow for LastPlace {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let degrees = |index: usize| -> Result<f64> {
            let text = row.get::<String>(index)?;
            text.parse().map_err(|_| Error::Corrupt(format!("{text} is no number of degrees")))
        };
        Ok(Self { point: Point { latitude: degrees(0)?, longitude: degrees(1)? }, at: row.get(2)? })
    }
}

/// Where a user signed in last.
pub async fn last(db: &impl Read, user: &str) -> Result<Option<LastPlace>> {
    // As texts: neither engine's drivers speak decimal numbers.
    let sql = "select cast(latitude as text), cast(longitude as text), updated_at from user_geo_locations \
               where tenant_id = $1 and user_id = $2 and latitude is not null";
    db.first(sql.into(), params![user]).await
}

/// Countries that a user signed in from since some time, newest first; at most so many.
pub async fn countries(db: &impl Read, user: &str, since: Timestamp, most: i64) -> Result<Vec<String>> {
    let sql = "select country from user_sign_in_countries where tenant_id = $1 and user_id = $2 \
               and last_sign_in_at > $3 order by last_sign_in_at desc, country limit $4";
    let rows = db.fetch::<(String,)>(sql.into(), params![user, since, most]).await?;
    Ok(rows.into_iter().map(|(country,)| country).collect())
}

/// Notes that a user signed in from a country.
pub async fn note_country(tx: &Tx, user: &str, country: &str) -> Result<()> {
    let sql = "insert into user_sign_in_countries (tenant_id, user_id, country, last_sign_in_at) \
               values ($1, $2, $3, $4) on conflict (tenant_id, user_id, country) \
               do update set last_sign_in_at = excluded.last_sign_in_at";
    tx.execute(sql.into(), params![user, country, tx.now()]).await.map(drop)
}

/// Notes where a user signed in.
pub async fn note(tx: &Tx, user: &str, point: Point) -> Result<()> {
    let sql = "insert into user_geo_locations (tenant_id, user_id, latitude, longitude, updated_at) \
               values ($1, $2, cast(cast($3 as text) as numeric), cast(cast($4 as text) as numeric), $5) \
               on conflict (tenant_id, user_id) do update set latitude = excluded.latitude, \
               longitude = excluded.longitude, updated_at = excluded.updated_at";
    let degrees = |value: f64| format!("{value:.6}");
    let values = params![user, degrees(point.latitude), degrees(point.longitude), tx.now()];
    tx.execute(sql.into(), values).await.map(drop)
}
