//! Tokens of users at other services, encrypted.

use avouch_crypto::Envelope;
use avouch_model::secrets::TokenMetadata;

use crate::row::{FromRow, Row};
use crate::{Parsed, Read, Result, Tx, Value, params};

/// Where tokens come from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// A social provider.
    Social {
        /// The connector.
        connector: &'a str,
        /// The provider.
        target: &'a str,
        /// The provider's identifier of the user.
        identity: &'a str,
    },
    /// The provider of an enterprise.
    Enterprise {
        /// The connector.
        connector: &'a str,
        /// Who vouches for the user.
        issuer: &'a str,
        /// The provider's identifier of the user.
        identity: &'a str,
    },
}

/// Tokens that are kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Identifier.
    pub id: String,
    /// The connector that they came through.
    pub connector: String,
    /// The tokens.
    pub envelope: Envelope,
    /// What is known of them.
    pub metadata: TokenMetadata,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let envelope =
            Envelope { encrypted_dek: row.get(2)?, iv: row.get(3)?, auth_tag: row.get(4)?, ciphertext: row.get(5)? };
        let metadata = row.get::<Parsed<TokenMetadata>>(6)?.0;
        Ok(Self { id: row.get(0)?, connector: row.get(1)?, envelope, metadata })
    }
}

/// A user's tokens of a social provider.
pub async fn of_target(db: &impl Read, user: &str, target: &str) -> Result<Option<Kept>> {
    let sql = "select s.id, r.connector_id, s.encrypted_dek, s.iv, s.auth_tag, s.ciphertext, s.metadata from secrets s \
               join secret_social_connector_relations r on r.tenant_id = s.tenant_id and r.secret_id = s.id \
               where s.tenant_id = $1 and s.user_id = $2 and r.target = $3";
    db.first(sql.into(), params![user, target]).await
}

/// A user's tokens of the provider of an enterprise.
pub async fn of_sso_connector(db: &impl Read, user: &str, connector: &str) -> Result<Option<Kept>> {
    let sql = "select s.id, r.sso_connector_id, s.encrypted_dek, s.iv, s.auth_tag, s.ciphertext, s.metadata \
               from secrets s join secret_enterprise_sso_connector_relations r \
               on r.tenant_id = s.tenant_id and r.secret_id = s.id \
               where s.tenant_id = $1 and s.user_id = $2 and r.sso_connector_id = $3";
    db.first(sql.into(), params![user, connector]).await
}

/// The identifier of what is kept of an identity, and whose it is.
async fn of_origin(tx: &Tx, origin: Origin<'_>) -> Result<Option<(String, String)>> {
    let (sql, params) = match origin {
        Origin::Social { target, identity, .. } => (
            "select s.id, s.user_id from secrets s join secret_social_connector_relations r \
             on r.tenant_id = s.tenant_id and r.secret_id = s.id \
             where s.tenant_id = $1 and r.target = $2 and r.identity_id = $3",
            params![target, identity],
        ),
        Origin::Enterprise { connector, issuer, identity } => (
            "select s.id, s.user_id from secrets s join secret_enterprise_sso_connector_relations r \
             on r.tenant_id = s.tenant_id and r.secret_id = s.id \
             where s.tenant_id = $1 and r.sso_connector_id = $2 and r.issuer = $3 and r.identity_id = $4",
            params![connector, issuer, identity],
        ),
    };
    tx.first(sql.into(), params).await
}

/// Keeps a user's tokens in place of those that were kept of the same identity. `id` is for what is new.
pub async fn put(
    tx: &Tx,
    (id, user): (&str, &str),
    origin: Origin<'_>,
    envelope: &Envelope,
    metadata: &TokenMetadata,
) -> Result<()> {
    match of_origin(tx, origin).await? {
        Some((known, holder)) if holder == user => {
            renew(tx, &known, envelope, metadata).await?;
            if let Origin::Social { connector, .. } = origin {
                let sql = "update secret_social_connector_relations set connector_id = $3 \
                           where tenant_id = $1 and secret_id = $2";
                tx.execute(sql.into(), params![&known, connector]).await?;
            }
            return Ok(());
        }
        // The identity was somebody else's.
        Some((known, _)) => drop(delete(tx, &known).await?),
        None => {}
    }
    let sql = "insert into secrets (tenant_id, id, user_id, type, encrypted_dek, iv, auth_tag, ciphertext, metadata, \
               created_at, updated_at) values ($1, $2, $3, 'federated_token_set', $4, $5, $6, $7, $8, $9, $9)";
    let Envelope { encrypted_dek, iv, auth_tag, ciphertext } = envelope;
    let values = params![id, user, encrypted_dek, iv, auth_tag, ciphertext, Value::json(metadata), tx.now()];
    tx.execute(sql.into(), values).await?;
    let (sql, params) = match origin {
        Origin::Social { connector, target, identity } => (
            "insert into secret_social_connector_relations (tenant_id, secret_id, connector_id, target, identity_id) \
             values ($1, $2, $3, $4, $5)",
            params![id, connector, target, identity],
        ),
        Origin::Enterprise { connector, issuer, identity } => (
            "insert into secret_enterprise_sso_connector_relations \
             (tenant_id, secret_id, sso_connector_id, issuer, identity_id) values ($1, $2, $3, $4, $5)",
            params![id, connector, issuer, identity],
        ),
    };
    tx.execute(sql.into(), params).await.map(drop)
}

/// Writes renewed tokens; answers whether the old ones are there still.
pub async fn renew(tx: &Tx, id: &str, envelope: &Envelope, metadata: &TokenMetadata) -> Result<bool> {
    let Envelope { encrypted_dek, iv, auth_tag, ciphertext } = envelope;
    let columns = vec![
        ("encrypted_dek", Value::from(encrypted_dek)),
        ("iv", Value::from(iv)),
        ("auth_tag", Value::from(auth_tag)),
        ("ciphertext", Value::from(ciphertext)),
        ("metadata", Value::json(metadata)),
        ("updated_at", Value::Time(tx.now())),
    ];
    tx.update("secrets", id, columns).await
}

/// Removes a secret; answers whether it was there.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("secrets", id).await
}
