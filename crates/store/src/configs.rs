//! Settings that are kept as JSON under a key.

pub mod actions;
pub mod jwt_customizer;
pub(crate) mod sealed;

pub use sealed::seal;

use avouch_model::configs::{RotationState, StoredKey};
use serde::de::DeserializeOwned;

use crate::changes::Change;
use crate::column::Parsed;
use crate::{Read, Result, Tx, Value, params};

/// Keys that sign tokens.
pub const PRIVATE_KEYS: &str = "oidc.privateKeys";
/// Keys that sign cookies.
pub const COOKIE_KEYS: &str = "oidc.cookieKeys";
/// When the next signing key takes over.
pub const ROTATION: &str = "signingKeyRotationState";

/// What ID tokens carry beyond the usual.
pub const ID_TOKEN: &str = "idToken";
/// How long sessions last.
pub const SESSION: &str = "oidc.session";
/// Where people go whose sign-in is over.
pub const SESSION_NOT_FOUND: &str = "sessionNotFoundRedirectUrl";
/// How many messages a recipient is sent.
pub const MESSAGE_LIMIT: &str = "messageRateLimitOverride";
/// What the console remembers.
pub const ADMIN_CONSOLE: &str = "adminConsole";

/// Stores which. Tokens are told of it with the keys.
pub async fn set_id_token(tx: &Tx, config: &serde_json::Value) -> Result<()> {
    tx.changed(Change::Keys(Read::id(tx).clone()));
    set(tx, ID_TOKEN, config).await
}

/// Whether clients may be known by the address of a document.
pub const CIMD: &str = "cimd";

/// The value of a key.
pub async fn get<T: DeserializeOwned + Send + 'static>(db: &impl Read, key: &str) -> Result<Option<T>> {
    let sql = "select value from logto_configs where tenant_id = $1 and key = $2";
    Ok(db.first::<(Parsed<T>,)>(sql.into(), params![key]).await?.map(|(value,)| value.0))
}

/// Keeps the value of a key.
pub async fn set(tx: &Tx, key: &str, value: &serde_json::Value) -> Result<()> {
    let sql = "insert into logto_configs (tenant_id, key, value) values ($1, $2, $3) \
               on conflict (tenant_id, key) do update set value = excluded.value";
    tx.execute(sql.into(), vec![Value::from(key), Value::from(value)]).await.map(drop)
}

/// The keys stored under [`PRIVATE_KEYS`] or [`COOKIE_KEYS`].
pub async fn keys(db: &impl Read, name: &str) -> Result<Vec<StoredKey>> {
    sealed::opened(db, get(db, name).await?.unwrap_or_default())
}

/// Holds the keys until the transaction ends, so that two rotations cannot cross.
pub async fn lock_keys(tx: &Tx, name: &str) -> Result<Vec<StoredKey>> {
    let sql = "select value from logto_configs where tenant_id = $1 and key = $2 for update";
    let row = tx.first::<(Parsed<Vec<StoredKey>>,)>(sql.into(), params![name]).await?;
    sealed::opened(tx, row.map(|(keys,)| keys.0).unwrap_or_default())
}

/// Stores the keys.
pub async fn set_keys(tx: &Tx, name: &str, keys: &[StoredKey]) -> Result<()> {
    tx.changed(Change::Keys(Read::id(tx).clone()));
    let keys = sealed::sealed(tx.store().sealing(), Read::id(tx), keys)?;
    set(tx, name, &serde_json::json!(keys)).await
}

/// Claims that ID tokens carry although they are large.
pub async fn id_token_claims(db: &impl Read) -> Result<Vec<String>> {
    let config: Option<serde_json::Value> = get(db, ID_TOKEN).await?;
    let listed = config.and_then(|config| config.get("enabledExtendedClaims")?.as_array().cloned());
    Ok(listed.unwrap_or_default().iter().filter_map(|claim| claim.as_str().map(ToOwned::to_owned)).collect())
}

/// Whether clients may be known by the address of a document.
pub async fn cimd(db: &impl Read) -> Result<bool> {
    let config: Option<serde_json::Value> = get(db, CIMD).await?;
    Ok(config.and_then(|config| config.get("enabled")?.as_bool()).unwrap_or(false))
}

/// Stores it. The discovery document says it, which is kept with the keys.
pub async fn set_cimd(tx: &Tx, enabled: bool) -> Result<()> {
    tx.changed(Change::Keys(Read::id(tx).clone()));
    set(tx, CIMD, &serde_json::json!({ "enabled": enabled })).await
}

/// Where people go whose sign-in is over, if the configuration says so.
pub async fn session_not_found_redirect(db: &impl Read) -> Result<Option<String>> {
    let config: Option<serde_json::Value> = get(db, SESSION_NOT_FOUND).await?;
    Ok(config.and_then(|config| config.get("url")?.as_str().map(ToOwned::to_owned)))
}

/// When the next signing key takes over.
pub async fn rotation(db: &impl Read) -> Result<RotationState> {
    Ok(get(db, ROTATION).await?.unwrap_or_default())
}

/// Stores when the next signing key takes over.
pub async fn set_rotation(tx: &Tx, state: RotationState) -> Result<()> {
    tx.changed(Change::Keys(Read::id(tx).clone()));
    set(tx, ROTATION, &serde_json::json!(state)).await
}
