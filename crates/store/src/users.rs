//! Users.

use avouch_model::UserId;
use avouch_model::users::UserProfile;

use crate::row::{Columns, FromRow, Row};
use crate::{Read, Result, params};

impl FromRow for UserProfile {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            username: row.get(1)?,
            primary_email: row.get(2)?,
            primary_phone: row.get(3)?,
            name: row.get(4)?,
            avatar: row.get(5)?,
            custom_data: row.get(6)?,
            identities: row.get(7)?,
            last_sign_in_at: row.get(8)?,
            created_at: row.get(9)?,
            updated_at: row.get(10)?,
            profile: row.get(11)?,
            application_id: row.get(12)?,
            cimd_client_id: row.get(13)?,
            is_suspended: row.get(14)?,
            has_password: row.get::<Option<String>>(15)?.is_some(),
        })
    }
}

impl Columns for UserProfile {
    const NAMES: &'static [&'static str] = &[
        "id",
        "username",
        "primary_email",
        "primary_phone",
        "name",
        "avatar",
        "custom_data",
        "identities",
        "last_sign_in_at",
        "created_at",
        "updated_at",
        "profile",
        "application_id",
        "cimd_client_id",
        "is_suspended",
        // Only whether there is one leaves this module.
        "password_encryption_method",
    ];
}

/// Those of several users who exist.
pub async fn existing(db: &impl Read, ids: &[String]) -> Result<Vec<UserId>> {
    let sql = "select id from users where tenant_id = $1 and id = any($2)";
    Ok(db.fetch::<(UserId,)>(sql.into(), params![ids.to_vec()]).await?.into_iter().map(|(id,)| id).collect())
}
