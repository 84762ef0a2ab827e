//! Identities of users at social and enterprise providers, and the tokens of those.

use avouch_model::UserId;
use avouch_model::users::SsoIdentity;
use avouch_model::users::answers::{SecretRow, SsoTokenSecret, TokenSecret};
use avouch_shape::JsonObject;

use crate::row::{Columns as _, FromRow, Row, columns};
use crate::{Read, Result, Tx, params};

columns!(SsoIdentity {
    tenant_id: "tenant_id",
    id: "id",
    user_id: "user_id",
    issuer: "issuer",
    identity_id: "identity_id",
    detail: "detail",
    created_at: "created_at",
    updated_at: "updated_at",
    sso_connector_id: "sso_connector_id",
});

columns!(SecretRow {
    tenant_id: "tenant_id",
    id: "id",
    user_id: "user_id",
    r#type: "type",
    metadata: "metadata",
    created_at: "created_at",
    updated_at: "updated_at",
});

impl FromRow for TokenSecret {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = SecretRow::NAMES.len();
        let secret = SecretRow::from_row(row)?;
        Ok(Self { secret, connector_id: row.get(at)?, identity_id: row.get(at + 1)?, target: row.get(at + 2)? })
    }
}

impl FromRow for SsoTokenSecret {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = SecretRow::NAMES.len();
        let secret = SecretRow::from_row(row)?;
        Ok(Self { secret, sso_connector_id: row.get(at)?, issuer: row.get(at + 1)?, identity_id: row.get(at + 2)? })
    }
}

/// Name of the constraint that keeps social identities apart.
pub const UNIQUE: &str = "avouch_user_identities__identity";

/// Who has an identity at a social provider.
pub async fn holder(db: &impl Read, target: &str, identity: &str) -> Result<Option<UserId>> {
    let sql = "select user_id from avouch_user_identities where tenant_id = $1 and target = $2 and identity_id = $3";
    Ok(db.first::<(UserId,)>(sql.into(), params![target, identity]).await?.map(|(id,)| id))
}

/// Writes all social identities of a user: the column that the API shows, and the table that finds their holder. What
/// was kept of the tokens of identities that the user has no more goes.
pub async fn replace(tx: &Tx, user: &str, identities: &JsonObject) -> Result<bool> {
    let sql = "delete from avouch_user_identities where tenant_id = $1 and user_id = $2";
    tx.execute(sql.into(), params![user]).await?;
    for (target, identity) in identities {
        let sql =
            "insert into avouch_user_identities (tenant_id, user_id, target, identity_id) values ($1, $2, $3, $4)";
        let id = identity.get("userId").and_then(serde_json::Value::as_str).unwrap_or_default();
        tx.execute(sql.into(), params![user, target, id]).await?;
    }
    let sql = "delete from secrets where tenant_id = $1 and user_id = $2 and id in \
               (select r.secret_id from secret_social_connector_relations r where r.tenant_id = $1 and not exists \
               (select 1 from avouch_user_identities i where i.tenant_id = $1 and i.user_id = $2 \
               and i.target = r.target and i.identity_id = r.identity_id))";
    tx.execute(sql.into(), params![user]).await?;
    super::update(tx, user, vec![("identities", identities.into())]).await
}

/// The enterprise identities of a user.
pub async fn sso(db: &impl Read, user: &str) -> Result<Vec<SsoIdentity>> {
    let columns = SsoIdentity::columns("i");
    let sql =
        format!("select {columns} from user_sso_identities i where i.tenant_id = $1 and i.user_id = $2 order by i.id");
    db.fetch(sql.into(), params![user]).await
}

/// Name of the constraint that keeps enterprise identities apart.
pub const UNIQUE_SSO: &str = "user_sso_identities__issuer__identity_id";

/// An enterprise identity.
pub async fn sso_holder(db: &impl Read, issuer: &str, identity: &str) -> Result<Option<SsoIdentity>> {
    let columns = SsoIdentity::columns("i");
    let sql = format!(
        "select {columns} from user_sso_identities i where i.tenant_id = $1 and i.issuer = $2 and i.identity_id = $3"
    );
    db.first(sql.into(), params![issuer, identity]).await
}

/// Adds an enterprise identity.
pub async fn add_sso(tx: &Tx, identity: &SsoIdentity) -> Result<()> {
    let sql = "insert into user_sso_identities (tenant_id, id, user_id, issuer, identity_id, detail, created_at, \
               updated_at, sso_connector_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        &identity.id,
        &identity.user_id,
        &identity.issuer,
        &identity.identity_id,
        &identity.detail,
        identity.created_at,
        identity.updated_at,
        &identity.sso_connector_id,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes what the provider says of a user now.
pub async fn update_sso(tx: &Tx, issuer: &str, identity: &str, detail: &JsonObject) -> Result<()> {
    let sql = "update user_sso_identities set detail = $4, updated_at = $5 \
               where tenant_id = $1 and issuer = $2 and identity_id = $3";
    tx.execute(sql.into(), params![issuer, identity, detail, tx.now()]).await.map(drop)
}

/// What is known of the tokens of a user's social providers.
pub async fn secrets(db: &impl Read, user: &str) -> Result<Vec<TokenSecret>> {
    let columns = SecretRow::columns("s");
    let sql = format!(
        "select {columns}, r.connector_id, r.identity_id, r.target from secrets s \
         join secret_social_connector_relations r on r.tenant_id = s.tenant_id and r.secret_id = s.id \
         where s.tenant_id = $1 and s.user_id = $2"
    );
    db.fetch(sql.into(), params![user]).await
}

/// What is known of the tokens of a user's enterprise providers.
pub async fn sso_secrets(db: &impl Read, user: &str) -> Result<Vec<SsoTokenSecret>> {
    let columns = SecretRow::columns("s");
    let sql = format!(
        "select {columns}, r.sso_connector_id, r.issuer, r.identity_id from secrets s \
         join secret_enterprise_sso_connector_relations r on r.tenant_id = s.tenant_id and r.secret_id = s.id \
         where s.tenant_id = $1 and s.user_id = $2"
    );
    db.fetch(sql.into(), params![user]).await
}
