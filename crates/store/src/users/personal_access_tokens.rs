//! Personal access tokens.

use avouch_model::users::answers::PersonalAccessToken;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(PersonalAccessToken {
    tenant_id: "tenant_id",
    user_id: "user_id",
    name: "name",
    value: "value",
    created_at: "created_at",
    expires_at: "expires_at",
});

/// Name of the constraint that keeps names apart.
pub const UNIQUE_NAME: &str = "personal_access_tokens_pkey";

/// The tokens of a user, by name.
pub async fn list(db: &impl Read, user: &str) -> Result<Vec<PersonalAccessToken>> {
    let columns = PersonalAccessToken::columns("t");
    let sql = format!(
        "select {columns} from personal_access_tokens t where t.tenant_id = $1 and t.user_id = $2 order by t.name"
    );
    db.fetch(sql.into(), params![user]).await
}

/// One token by its name.
pub async fn get(db: &impl Read, user: &str, name: &str) -> Result<Option<PersonalAccessToken>> {
    let columns = PersonalAccessToken::columns("t");
    let sql = format!(
        "select {columns} from personal_access_tokens t where t.tenant_id = $1 and t.user_id = $2 and t.name = $3"
    );
    db.first(sql.into(), params![user, name]).await
}

/// One token by its value.
pub async fn by_value(db: &impl Read, value: &str) -> Result<Option<PersonalAccessToken>> {
    let columns = PersonalAccessToken::columns("t");
    let sql = format!("select {columns} from personal_access_tokens t where t.tenant_id = $1 and t.value = $2");
    db.first(sql.into(), params![value]).await
}

/// Adds a token.
pub async fn create(tx: &Tx, token: &PersonalAccessToken) -> Result<()> {
    let sql = "insert into personal_access_tokens (tenant_id, user_id, name, value, created_at, expires_at) \
               values ($1, $2, $3, $4, $5, $6)";
    let values = params![&token.user_id, &token.name, &token.value, token.created_at, token.expires_at];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Gives a token a new name; answers whether it exists.
pub async fn rename(tx: &Tx, user: &str, name: &str, new: &str) -> Result<bool> {
    let sql = "update personal_access_tokens set name = $4 where tenant_id = $1 and user_id = $2 and name = $3";
    Ok(tx.execute(sql.into(), params![user, name, new]).await? > 0)
}

/// Removes a token; answers whether it existed.
pub async fn delete(tx: &Tx, user: &str, name: &str) -> Result<bool> {
    let sql = "delete from personal_access_tokens where tenant_id = $1 and user_id = $2 and name = $3";
    Ok(tx.execute(sql.into(), params![user, name]).await? > 0)
}
