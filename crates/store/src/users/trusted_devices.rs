//! Browsers that stand for a second factor of their user.

use avouch_model::Timestamp;
use avouch_model::users::trusted_devices::TrustedDevice;

use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params};

columns!(TrustedDevice {
    id: "id",
    user_agent: "user_agent",
    country: "country",
    city: "city",
    created_at: "created_at",
    last_used_at: "last_used_at",
    expires_at: "expires_at",
});

/// A device to trust.
#[derive(Debug)]
pub struct NewDevice<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Whose.
    pub user: &'a str,
    /// Hash of the secret that the browser keeps.
    pub secret_hash: Vec<u8>,
    /// What the browser calls itself.
    pub user_agent: Option<&'a str>,
    /// Address.
    pub ip: Option<&'a str>,
    /// Country.
    pub country: Option<&'a str>,
    /// City.
    pub city: Option<&'a str>,
    /// Until when it is trusted.
    pub expires_at: Timestamp,
}

/// The devices of a user whose time is not over, last used first.
pub async fn list(db: &impl Read, user: &str, now: Timestamp, page: Option<Page>) -> Result<Listing<TrustedDevice>> {
    let mut from = Sql::new("from trusted_devices d where d.tenant_id = $1");
    from.push_with(" and d.user_id = {}", user);
    from.push_with(" and d.expires_at > {}", Value::Time(now));
    db.list(TrustedDevice::columns("d"), from, "d.last_used_at desc, d.id", page).await
}

/// A device of a user that has a secret, and whose time is not over.
pub async fn find(
    db: &impl Read,
    user: &str,
    id: &str,
    secret_hash: Vec<u8>,
    now: Timestamp,
) -> Result<Option<TrustedDevice>> {
    let columns = TrustedDevice::columns("d");
    let sql = format!(
        "select {columns} from trusted_devices d where d.tenant_id = $1 and d.user_id = $2 and d.id = $3 \
         and d.secret_hash = $4 and d.expires_at > $5"
    );
    db.first(sql.into(), vec![user.into(), id.into(), Value::Bytes(secret_hash), Value::Time(now)]).await
}

/// A device of a user, however old.
pub async fn get(db: &impl Read, user: &str, id: &str) -> Result<Option<TrustedDevice>> {
    let columns = TrustedDevice::columns("d");
    let sql =
        format!("select {columns} from trusted_devices d where d.tenant_id = $1 and d.user_id = $2 and d.id = $3");
    db.first(sql.into(), params![user, id]).await
}

/// Adds a device.
pub async fn create(tx: &Tx, device: NewDevice<'_>) -> Result<()> {
    let NewDevice { id, user, secret_hash, user_agent, ip, country, city, expires_at } = device;
    let sql = "insert into trusted_devices (tenant_id, id, user_id, secret_hash, user_agent, ip, country, city, \
               created_at, last_used_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)";
    let text = |text: Option<&str>| Value::from(text.map(ToOwned::to_owned));
    let values = vec![
        id.into(),
        user.into(),
        Value::Bytes(secret_hash),
        text(user_agent),
        text(ip),
        text(country),
        text(city),
        Value::Time(tx.now()),
        Value::Time(expires_at),
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Notes that a device stood for a second factor.
pub async fn note_use(tx: &Tx, id: &str) -> Result<()> {
    tx.update("trusted_devices", id, vec![("last_used_at", Value::Time(tx.now()))]).await.map(drop)
}

/// Removes a device of a user; answers whether it was there.
pub async fn delete(tx: &Tx, user: &str, id: &str) -> Result<bool> {
    let sql = "delete from trusted_devices where tenant_id = $1 and user_id = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![user, id]).await? > 0)
}

/// Removes all devices of a user.
pub async fn delete_all(tx: &Tx, user: &str) -> Result<()> {
    let sql = "delete from trusted_devices where tenant_id = $1 and user_id = $2";
    tx.execute(sql.into(), params![user]).await.map(drop)
}
