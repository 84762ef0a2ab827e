//! How people sign in.

use avouch_shape::JsonObject;
use serde_json::Value;

use crate::row::{FromRow, Row};
use crate::{Parsed, Read, Result};

/// What of a tenant's settings decides whether someone may sign in.
#[derive(Debug)]
pub struct Settings {
    /// `SignIn`, `Register` or `SignInAndRegister`.
    pub mode: String,
    /// Methods.
    pub sign_in: Value,
    /// What a new user has to give.
    pub sign_up: Value,
    /// Rules of passwords.
    pub password_policy: Value,
    /// When passwords expire.
    pub password_expiration: Value,
    /// Rules of user names.
    pub username_policy: Value,
    /// Second factors.
    pub mfa: Value,
    /// Whether people have to prove that they are people.
    pub captcha_policy: Value,
    /// When guessing is stopped.
    pub sentinel_policy: Value,
}

impl FromRow for Settings {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let json = |at| row.get::<Parsed<Value>>(at).map(|parsed| parsed.0);
        Ok(Self {
            mode: row.get(0)?,
            sign_in: json(1)?,
            sign_up: json(2)?,
            password_policy: json(3)?,
            password_expiration: json(4)?,
            username_policy: json(5)?,
            mfa: json(6)?,
            captcha_policy: json(7)?,
            sentinel_policy: json(8)?,
        })
    }
}

/// The settings of a tenant.
pub async fn settings(db: &impl Read) -> Result<Option<Settings>> {
    let sql = "select sign_in_mode, sign_in, sign_up, password_policy, password_expiration, username_policy, mfa, \
               captcha_policy, sentinel_policy from sign_in_experiences where tenant_id = $1 and id = 'default'";
    db.first(sql.into(), Vec::new()).await
}

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
