//! `avouch db`.

use avouch_crypto::Clock;
use avouch_store::Adopted;
use serde_json::json;

use crate::config::Config;
use crate::{Failure, output, server};

/// Brings the schema up to date.
pub(super) async fn migrate(config: &Config) -> Result<(), Failure> {
    let store = server::open(config, Clock::System)?;
    let before = server::migrate(&store, config).await?;
    let steps: Vec<String> = before.pending().map(|step| format!("{} ({})", step.version, step.name)).collect();
    if steps.is_empty() {
        output::line(&format!("The schema is up to date, at version {}.", before.known));
    } else {
        output::line(&format!("Applied {}. The schema is at version {}.", steps.join(", "), before.known));
    }
    Ok(())
}

/// Takes over a database that compatible software filled.
pub(super) async fn adopt(config: &Config) -> Result<(), Failure> {
    let store = server::open_existing(config, Clock::System)?;
    let Adopted { tenants, users, applications } =
        store.adopt().await.map_err(|error| server::about_database(config, &error))?;
    output::line(&format!("Took over {tenants} tenants, {users} users and {applications} applications."));
    output::line("Start `avouch serve` with the same DB_URL, and keep the other software away from this database.");
    Ok(())
}

/// Says which version the schema has.
pub(super) async fn status(config: &Config, as_json: bool) -> Result<(), Failure> {
    let store = server::open_existing(config, Clock::System)?;
    let state = store.schema_state().await?;
    let pending: Vec<i64> = state.pending().map(|step| step.version).collect();
    let database = store.version().await?;
    if as_json {
        let value = json!({
            "database": database,
            "applied": state.applied,
            "known": state.known,
            "pending": pending,
            "tooNew": state.is_too_new(),
        });
        output::line(&value.to_string());
    } else {
        let applied = state.applied.map_or_else(|| "empty".to_owned(), |version| format!("at version {version}"));
        output::line(&format!("{database}: the schema is {applied}; this binary brings version {}.", state.known));
    }
    if state.is_too_new() {
        return Err(Failure::found("The database needs a newer Avouch."));
    }
    if !pending.is_empty() {
        return Err(Failure::found("The schema is not up to date; run `avouch db migrate`, or start the server."));
    }
    Ok(())
}
