//! The commands.

mod bootstrap;
mod db;
mod doctor;
mod keys;
mod serve;
mod users;

use avouch_api::Api;
use avouch_crypto::Clock;
use avouch_model::TenantId;
use avouch_store::{Store, Tenant, tenants};

use crate::cli::{ApiName, Arguments, Command, Db, Keys, Users};
use crate::config::{Config, Sources};
use crate::{Failure, output, server};

/// Runs a command.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if let Command::Openapi { api } = arguments.command {
        let api = match api {
            None => Api::All,
            Some(ApiName::Management) => Api::Management,
            Some(ApiName::Experience) => Api::Experience,
            Some(ApiName::Account) => Api::Account,
        };
        output::line(&avouch_api::document(api).to_string());
        return Ok(());
    }
    let sources = Sources::of_process(arguments.config.as_deref())?;
    if matches!(arguments.command, Command::Doctor) {
        return doctor::run(&sources).await;
    }
    let config = Config::load(&sources)?;
    match arguments.command {
        Command::Serve => serve::run(config).await,
        Command::Db { command: Db::Migrate } => db::migrate(&config).await,
        Command::Db { command: Db::Adopt } => db::adopt(&config).await,
        Command::Db { command: Db::Status { json } } => db::status(&config, json).await,
        Command::Bootstrap { m2m, tenant, json } => bootstrap::run(&config, &m2m, &tenant, json).await,
        Command::Keys { command: Keys::List { tenant, kind, json } } => keys::list(&config, &tenant, kind, json).await,
        Command::Keys { command: Keys::Rotate { tenant, kind, algorithm, grace } } => {
            keys::rotate(&config, &tenant, kind, algorithm, grace).await
        }
        Command::Users { command: Users::Import { file, tenant, key, dry_run } } => {
            users::import(&config, &file, &tenant, key, dry_run).await
        }
        Command::Users { command: Users::Export { tenant, with_password_hashes } } => {
            users::export(&config, &tenant, with_password_hashes).await
        }
        Command::Openapi { .. } | Command::Doctor => Ok(()),
    }
}

/// The database, brought up to date.
async fn prepared(config: &Config) -> Result<Store, Failure> {
    let store = server::open(config, Clock::System)?;
    server::migrate(&store, config).await?;
    Ok(store)
}

/// The view of a tenant that exists.
async fn tenant(store: &Store, id: &str) -> Result<Tenant, Failure> {
    let id = TenantId::new(id);
    if tenants::exists(store, &id).await? {
        return Ok(store.tenant(&id));
    }
    let known: Vec<String> = tenants::list(store).await?.iter().map(ToString::to_string).collect();
    Err(Failure::found(format!("There is no tenant `{id}`; there are {}.", known.join(", "))))
}
