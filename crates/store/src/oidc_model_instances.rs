//! Records of the provider: sessions, grants, codes and tokens, in the payload shape of the API.

use avouch_model::Timestamp;
use serde_json::Value as Payload;

use crate::column::Parsed;
use crate::engine::Statement;
use crate::row::{FromRow, Row};
use crate::{Read, Result, Tenant, Tx, Value, dashboard, params};

/// Records that end with the grant they belong to.
const OF_GRANT: [&str; 4] = ["AccessToken", "RefreshToken", "AuthorizationCode", "DeviceCode"];

/// A record.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Identifier; of a token, the token itself.
    pub id: String,
    /// What it says.
    pub payload: Payload,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// When it was used up.
    pub consumed_at: Option<Timestamp>,
}

impl FromRow for Instance {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let payload = row.get::<Parsed<Payload>>(1)?.0;
        Ok(Self { id: row.get(0)?, payload, expires_at: row.get(2)?, consumed_at: row.get(3)? })
    }
}

const SELECT: &str = "select id, payload, expires_at, consumed_at from oidc_model_instances where tenant_id = $1";

/// One record.
pub async fn get(db: &impl Read, model: &str, id: &str) -> Result<Option<Instance>> {
    db.first(format!("{SELECT} and model_name = $2 and id = $3").into(), params![model, id]).await
}

/// One record, held until the transaction ends.
pub async fn lock(tx: &Tx, model: &str, id: &str) -> Result<Option<Instance>> {
    tx.first(format!("{SELECT} and model_name = $2 and id = $3 for update").into(), params![model, id]).await
}

/// The session of a `uid`, which stays when the session's identifier changes.
pub async fn by_uid(db: &impl Read, model: &str, uid: &str) -> Result<Option<Instance>> {
    db.first(format!("{SELECT} and model_name = $2 and payload->>'uid' = $3").into(), params![model, uid]).await
}

/// The device code of a user code.
pub async fn by_user_code(db: &impl Read, code: &str) -> Result<Option<Instance>> {
    let sql = format!("{SELECT} and model_name = $2 and payload->>'userCode' = $3");
    db.first(sql.into(), params!["DeviceCode", code]).await
}

/// The records of a user that are not over, oldest first.
pub async fn of_user(db: &impl Read, model: &str, user: &str, now: Timestamp) -> Result<Vec<Instance>> {
    let sql = format!(
        "{SELECT} and model_name = $2 and payload->>'accountId' = $3 and expires_at > $4 order by expires_at, id"
    );
    db.fetch(sql.into(), params![model, user, now]).await
}

/// A record that is to be written.
#[derive(Debug)]
pub struct Written {
    statement: Statement,
}

impl Written {
    /// A record of a kind.
    pub fn new(model: &str, id: &str, payload: &impl serde::Serialize, expires_at: Timestamp) -> Self {
        let sql = "insert into oidc_model_instances (tenant_id, model_name, id, payload, expires_at) values ($1, $2, $3, $4, $5) \
                   on conflict (id) do update set payload = excluded.payload, expires_at = excluded.expires_at";
        let values = vec![model.into(), id.into(), Value::json(payload), Value::Time(expires_at)];
        Self { statement: (sql.into(), values) }
    }
}

/// Writes a record, new or changed.
pub async fn put(tx: &Tx, model: &str, id: &str, payload: &impl serde::Serialize, expires_at: Timestamp) -> Result<()> {
    let (sql, values) = Written::new(model, id, payload, expires_at).statement;
    tx.execute(sql, values).await.map(drop)
}

/// What tokens are issued on.
#[derive(Debug)]
pub struct Basis<'a> {
    /// Kind of the record.
    pub model: &'a str,
    /// Its identifier.
    pub id: &'a str,
    /// What it says from now on, used up; it stays as it is without.
    pub used: Option<Payload>,
    /// The grant that it belongs to.
    pub grant: &'a str,
}

/// Writes tokens of a user, in one transaction that is sent at once; answers whether they stand. They do not where the
/// record is gone or was used up, or the grant is gone: whoever revokes that takes the tokens along, then or before.
pub async fn issue(tenant: &Tenant, basis: Basis<'_>, user: &str, tokens: Vec<Written>) -> Result<bool> {
    const GRANT: &str = "exists (select 1 from oidc_model_instances g \
                         where g.tenant_id = $1 and g.model_name = 'Grant' and g.id = $4 for share)";
    let Basis { model, id, used, grant } = basis;
    let mut values: Vec<Value> = vec![model.into(), id.into(), grant.into()];
    let this = "where tenant_id = $1 and model_name = $2 and id = $3";
    let first = if let Some(payload) = used {
        values.extend([Value::Time(tenant.now()), Value::json(&payload)]);
        format!(
            "update oidc_model_instances set consumed_at = $5, payload = $6 {this} and consumed_at is null and {GRANT}"
        )
    } else {
        format!("update oidc_model_instances set consumed_at = consumed_at {this} and {GRANT}")
    };
    let mut statements = vec![(first.into(), values)];
    statements.extend(tokens.into_iter().map(|token| token.statement));
    statements.push(dashboard::noting_active(user, tenant.now()));
    tenant.at_once(statements).await
}

/// Writes a record unless one of its identifier is there; answers whether there was none.
pub async fn put_new(
    tx: &Tx,
    model: &str,
    id: &str,
    payload: &impl serde::Serialize,
    expires_at: Timestamp,
) -> Result<bool> {
    let sql = "insert into oidc_model_instances (tenant_id, model_name, id, payload, expires_at) values ($1, $2, $3, $4, $5) \
               on conflict do nothing";
    let values = vec![model.into(), id.into(), Value::json(payload), Value::Time(expires_at)];
    Ok(tx.execute(sql.into(), values).await? > 0)
}

/// Marks a record as used up; answers whether it was not before.
pub async fn consume(tx: &Tx, model: &str, id: &str, payload: &Payload) -> Result<bool> {
    let sql = "update oidc_model_instances set consumed_at = $4, payload = $5 \
               where tenant_id = $1 and model_name = $2 and id = $3 and consumed_at is null";
    let values = vec![model.into(), id.into(), Value::Time(tx.now()), Value::json(payload)];
    Ok(tx.execute(sql.into(), values).await? > 0)
}

/// Removes a record; answers whether it was there.
pub async fn delete(tx: &Tx, model: &str, id: &str) -> Result<bool> {
    let sql = "delete from oidc_model_instances where tenant_id = $1 and model_name = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![model, id]).await? > 0)
}

/// Removes a grant with every code and token that came from it; answers the kinds of what went with it.
pub async fn revoke_grant(tx: &Tx, grant: &str) -> Result<Vec<String>> {
    let sql = "select distinct model_name from oidc_model_instances \
               where tenant_id = $1 and model_name = any($2) and payload->>'grantId' = $3 order by model_name";
    // First of all, so that whoever issues on it is waited for, or finds that it is gone.
    delete(tx, "Grant", grant).await?;
    let kinds: Vec<(String,)> = tx.fetch(sql.into(), vec![crate::texts(OF_GRANT), grant.into()]).await?;
    let sql =
        "delete from oidc_model_instances where tenant_id = $1 and model_name = any($2) and payload->>'grantId' = $3";
    tx.execute(sql.into(), vec![crate::texts(OF_GRANT), grant.into()]).await?;
    Ok(kinds.into_iter().map(|(kind,)| kind).collect())
}

/// Removes everything that was issued to a user: sessions, grants, codes and tokens.
pub async fn revoke_user(tx: &Tx, user: &str) -> Result<()> {
    let sql =
        "delete from oidc_model_instances where tenant_id = $1 and model_name = any($2) and payload->>'accountId' = $3";
    // Grants first, as when one is revoked.
    tx.execute(sql.into(), vec![crate::texts(["Grant"]), user.into()]).await?;
    let models = ["Session", "AuthorizationCode", "RefreshToken", "AccessToken", "DeviceCode"];
    tx.execute(sql.into(), vec![crate::texts(models), user.into()]).await?;
    let sql = "delete from oidc_session_extensions where tenant_id = $1 and account_id = $2";
    tx.execute(sql.into(), params![user]).await.map(drop)
}
