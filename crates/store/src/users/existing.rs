//! Whether users exist.

use avouch_model::UserId;

use crate::{Read, Result, params};

/// Whether there is a user who is not suspended.
pub async fn any_active(db: &impl Read) -> Result<bool> {
    db.exists("select 1::bigint from users where tenant_id = $1 and is_suspended = false limit 1", Vec::new()).await
}

/// Those of several users who exist.
pub async fn existing(db: &impl Read, ids: &[String]) -> Result<Vec<UserId>> {
    let sql = "select id from users where tenant_id = $1 and id = any($2)";
    Ok(db.fetch::<(UserId,)>(sql.into(), params![ids.to_vec()]).await?.into_iter().map(|(id,)| id).collect())
}
