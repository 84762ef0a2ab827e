//! The only SQL: one module a noun over SQLite and PostgreSQL, transactions, migrations and caches.
//!
//! Reading or writing starts from a [`Tenant`], which binds itself as the first parameter of every statement, so that
//! a query without a tenant cannot be written. Changes go through a [`Tx`], which tells every cache on every node what
//! it changed when it commits.

pub mod account_center;
pub mod applications;
mod cache;
pub mod captcha_provider;
pub mod certificates;
mod changes;
pub mod cimd;
mod column;
pub mod configs;
pub mod connectors;
pub mod custom_phrases;
pub mod custom_profile_fields;
pub mod dashboard;
mod dialect;
pub mod domains;
pub mod email_templates;
mod engine;
mod error;
pub mod expired;
pub mod hooks;
pub mod kept_answers;
pub mod logs;
pub mod mailbox;
mod migrations;
pub mod oidc_model_instances;
pub mod oidc_session_extensions;
pub mod one_time_tokens;
pub mod organization_invitations;
pub mod organization_roles;
pub mod organization_scopes;
pub mod organizations;
pub mod passcodes;
mod relation;
pub mod resources;
pub mod roles;
mod row;
pub mod saml_applications;
mod scope;
mod sealing;
pub mod search;
pub mod secrets;
mod seed;
pub mod sentinel_activities;
pub mod sign_in_experiences;
mod sql;
pub mod sso_connectors;
pub mod statistics;
pub mod subject_tokens;
pub mod tenants;
pub mod users;
mod value;
pub mod verification_records;

pub use cache::Cache;
pub use changes::{Change, Changes, Notice};
pub use column::{Column, FromColumn, Parsed};
pub use error::{Error, Result};
pub use migrations::{Adopted, Migration, SchemaState};
pub use row::{Columns, FromRow, Row};
pub use scope::{Counting, Read, Tenant, Tx, Work};
pub use seed::SeedOptions;
pub use sql::{Listing, Page, Sql};
pub use value::{Value, texts};

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use avouch_crypto::{Clock, SealingKey};
use avouch_model::TenantId;

use engine::Engine;
use mailbox::Mailbox;

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL URL.
    Postgres(String),
}

/// Whether upper and lower case of user names differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameCase {
    /// As the policy of the tenant says.
    AsPolicySays,
    /// In no tenant.
    Ignored,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it is.
    pub location: Location,
    /// Connections: readers of SQLite, or the pool of PostgreSQL.
    pub connections: usize,
    /// Where the time comes from.
    pub clock: Clock,
    /// What keys are encrypted with; nothing leaves them as they are.
    pub sealing: Option<SealingKey>,
    /// Whether messages that no connector sends are kept here for whoever tries the server out.
    pub has_mailbox: bool,
    /// How long a page of a list may take the database.
    pub longest_list: Duration,
    /// Whether upper and lower case of user names differ.
    pub username_case: UsernameCase,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    changes: Changes,
    caches: Caches,
    clock: Clock,
    sealing: Option<SealingKey>,
    mailbox: Option<Mailbox>,
    longest_list: Duration,
    username_case: UsernameCase,
    frequencies: users::words::Frequencies,
}

/// A database.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

/// The caches of the nouns.
#[derive(Debug)]
pub(crate) struct Caches {
    pub(crate) clients: applications::ClientCache,
    pub(crate) role_scopes: roles::scopes::ScopeCache,
    pub(crate) resources: resources::ResourceCache,
    pub(crate) defaults: resources::DefaultCache,
    pub(crate) domains: domains::DomainCache,
    pub(crate) hooks: hooks::HookCache,
    pub(crate) actions: configs::actions::ActionCache,
    pub(crate) customizers: configs::jwt_customizer::CustomizerCache,
    pub(crate) settings: sign_in_experiences::SettingsCache,
    pub(crate) account_centers: account_center::AccountCenterCache,
}

impl Store {
    /// Opens a database; a SQLite file is made if it is not there. The schema is looked at by [`Store::migrate`].
    pub fn open(options: &Options) -> Result<Self> {
        let changes = Changes::default();
        let caches = Caches {
            clients: applications::client_cache(&changes),
            role_scopes: roles::scopes::scope_cache(&changes),
            resources: resources::resource_cache(&changes),
            defaults: resources::default_cache(&changes),
            domains: domains::domain_cache(&changes),
            hooks: hooks::hook_cache(&changes),
            actions: configs::actions::action_cache(&changes),
            customizers: configs::jwt_customizer::customizer_cache(&changes),
            settings: sign_in_experiences::settings_cache(&changes),
            account_centers: account_center::account_center_cache(&changes),
        };
        let engine = match &options.location {
            Location::Sqlite(path) => {
                Engine::Sqlite(engine::sqlite::Sqlite::open(path, options.connections, changes.clone())?)
            }
            Location::Postgres(url) => {
                Engine::Postgres(engine::postgres::Postgres::open(url, options.connections, changes.clone())?)
            }
        };
        let (clock, sealing) = (options.clock.clone(), options.sealing.clone());
        let mailbox = options.has_mailbox.then(Mailbox::default);
        let frequencies = users::words::Frequencies::default();
        let (longest_list, username_case) = (options.longest_list, options.username_case);
        let inner =
            Inner { engine, changes, caches, clock, sealing, mailbox, longest_list, username_case, frequencies };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The view of one tenant.
    pub fn tenant(&self, id: &TenantId) -> Tenant {
        Tenant::new(self.clone(), id.clone())
    }

    /// What changes, for caches of other crates.
    pub fn changes(&self) -> &Changes {
        &self.inner.changes
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub(crate) fn longest_list(&self) -> Duration {
        self.inner.longest_list
    }

    pub(crate) fn frequencies(&self) -> &users::words::Frequencies {
        &self.inner.frequencies
    }

    /// What is encrypted with, where there is a key for that.
    pub fn sealing(&self) -> Option<&SealingKey> {
        self.inner.sealing.as_ref()
    }

    /// Whether upper and lower case of user names are the same in every tenant.
    pub fn ignores_username_case(&self) -> bool {
        self.inner.username_case == UsernameCase::Ignored
    }

    /// The box of messages that no connector sends, if there is one.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        self.inner.mailbox.as_ref()
    }

    /// Answers once the database does.
    pub async fn ping(&self) -> Result<()> {
        self.engine().fetch::<(i64,)>("select 1::bigint".into(), Vec::new()).await.map(drop)
    }

    /// The version of the database, such as `SQLite 3.50` or `PostgreSQL 15.18`.
    pub async fn version(&self) -> Result<String> {
        let (name, sql) = dialect::version(self.dialect());
        let rows = self.engine().fetch::<(String,)>(sql.into(), Vec::new()).await?;
        Ok(rows.into_iter().next().map_or_else(|| name.to_owned(), |(version,)| format!("{name} {version}")))
    }

    /// What the database's clock shows.
    pub async fn database_time(&self) -> Result<avouch_model::Timestamp> {
        let sql = dialect::now(self.dialect());
        let rows = self.engine().fetch::<(i64,)>(sql.into(), Vec::new()).await?;
        Ok(avouch_model::Timestamp::from_millis(rows.into_iter().next().map_or(0, |(millis,)| millis)))
    }

    pub(crate) fn dialect(&self) -> dialect::Dialect {
        match self.engine() {
            Engine::Sqlite(_) => dialect::Dialect::Sqlite,
            Engine::Postgres(_) => dialect::Dialect::Postgres,
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn caches(&self) -> &Caches {
        &self.inner.caches
    }
}
