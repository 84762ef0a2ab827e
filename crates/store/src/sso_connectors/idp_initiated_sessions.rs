//! People who came from their provider without having been sent there, until they sign in; and what they came with, so
//! that it is good once.

use avouch_model::Timestamp;
use avouch_shape::JsonObject;

use crate::{Parsed, Read, Result, Tx, Value, params};

/// Notes that someone came.
pub async fn create(tx: &Tx, id: &str, connector: &str, content: &JsonObject, expires: Timestamp) -> Result<()> {
    let sql = "insert into idp_initiated_saml_sso_sessions \
               (tenant_id, id, connector_id, assertion_content, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql.into(), params![id, connector, Value::json(content), tx.now(), expires]).await.map(drop)
}

/// What someone came with through a connector; it is gone afterwards.
pub async fn take(tx: &Tx, id: &str, connector: &str) -> Result<Option<JsonObject>> {
    let sql = "select assertion_content from idp_initiated_saml_sso_sessions \
               where tenant_id = $1 and id = $2 and connector_id = $3 and expires_at > $4";
    let found = tx.first::<(Parsed<JsonObject>,)>(sql.into(), params![id, connector, tx.now()]).await?;
    let sql = "delete from idp_initiated_saml_sso_sessions where tenant_id = $1 and id = $2 and connector_id = $3";
    let is_first = tx.execute(sql.into(), params![id, connector]).await? > 0;
    Ok(found.map(|(content,)| content.0).filter(|_| is_first))
}

/// Uses an assertion of an issuer up; answers whether it was not used before.
pub async fn use_up(tx: &Tx, issuer: &str, assertion: &str, until: Timestamp) -> Result<bool> {
    let sql = "insert into avouch_used_assertions (tenant_id, digest, expires_at) values ($1, $2, $3) \
               on conflict (tenant_id, digest) do nothing";
    let digest = avouch_crypto::hex(&avouch_crypto::sha256(format!("{issuer}\0{assertion}").as_bytes()));
    Ok(tx.execute(sql.into(), params![digest, until]).await? > 0)
}
