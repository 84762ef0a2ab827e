//! How people sign in.

use avouch_shape::JsonObject;

use crate::{Parsed, Read, Result};

/// A policy of the tenant: one of the JSON columns of its sign-in settings.
async fn policy(db: &impl Read, sql: &'static str) -> Result<JsonObject> {
    let row = db.first::<(Parsed<JsonObject>,)>(sql.into(), Vec::new()).await?;
    Ok(row.map(|(policy,)| policy.0).unwrap_or_default())
}

/// What user names may look like.
pub async fn username_policy(db: &impl Read) -> Result<JsonObject> {
    policy(db, "select username_policy from sign_in_experiences where tenant_id = $1 and id = 'default'").await
}

/// Whether and when passwords expire.
pub async fn password_expiration(db: &impl Read) -> Result<JsonObject> {
    policy(db, "select password_expiration from sign_in_experiences where tenant_id = $1 and id = 'default'").await
}
