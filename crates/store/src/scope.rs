//! A tenant's view of the database, and its transactions.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use avouch_crypto::Clock;
use avouch_model::hooks::Origin;
use avouch_model::{TenantId, Timestamp};

use crate::changes::Change;
use crate::dialect::Dialect;
use crate::engine::{Append, Statement, Transaction};
use crate::row::FromRow;
use crate::sql::{Listing, Page, Sql};
use crate::{Caches, Result, Store, Value};

/// `NOTIFY` takes up to 8,000 bytes.
const LONGEST_MESSAGE: usize = 7_500;

/// Something that reads a tenant's rows: the tenant itself, or a transaction of it.
pub trait Read: Sync {
    /// The rows of a query. `$1` is the tenant, parameters start at `$2`.
    fn fetch<T: FromRow>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Whose rows.
    fn id(&self) -> &TenantId;

    /// Whose store.
    fn store(&self) -> &Store;

    /// The first row of a query.
    fn first<T: FromRow>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Value>,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move { Ok(self.fetch(sql, params).await?.into_iter().next()) }
    }

    /// The same, given up when it takes longer than a list may take.
    fn fetch_listed<T: FromRow>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        self.fetch(sql, params)
    }

    /// The rows of a query that was put together.
    fn select<T: FromRow>(&self, sql: Sql) -> impl Future<Output = Result<Vec<T>>> + Send {
        let (text, params) = sql.into_parts();
        self.fetch(text, params)
    }

    /// Whether a query has a row.
    fn exists(&self, sql: &'static str, params: Vec<Value>) -> impl Future<Output = Result<bool>> + Send {
        async move { Ok(self.first::<(i64,)>(sql.into(), params).await?.is_some()) }
    }

    /// A page of `select {columns} {from} {order}` with the number of all rows; the whole list without a page.
    fn list<T: FromRow>(
        &self,
        columns: String,
        from: Sql,
        order: &'static str,
        page: Option<Page>,
    ) -> impl Future<Output = Result<Listing<T>>> + Send {
        self.list_counted(columns, from, order, page, Counting::All)
    }

    /// The same where the number of all rows is known already, or not to be known beyond a bound.
    fn list_counted<T: FromRow>(
        &self,
        columns: String,
        from: Sql,
        order: &'static str,
        page: Option<Page>,
        counting: Counting,
    ) -> impl Future<Output = Result<Listing<T>>> + Send {
        async move {
            let (text, params) = from.into_parts();
            let mut sql = Sql::with(format!("select {columns} {text} order by {order}"), params.clone());
            sql.page(page);
            let (paged, paged_params) = sql.into_parts();
            let rows = self.fetch_listed(paged, paged_params).await?;
            let Some(page) = page else { return Ok(Listing { rows, total: None }) };
            let count = match (counting, page.end(rows.len())) {
                (Counting::Known(total), _) | (_, Some(total)) => return Ok(Listing { rows, total: Some(total) }),
                (Counting::All, None) => format!("select count(*) {text}"),
                (Counting::UpTo(most), None) => {
                    format!("select count(*) from (select 1 {text} limit {most}) counted")
                }
            };
            let counted = self.fetch_listed::<(i64,)>(count.into(), params).await?;
            Ok(Listing { rows, total: Some(counted.first().map_or(0, |(count,)| *count)) })
        }
    }
}

/// How to learn the number of all rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// By counting them.
    All,
    /// It is known.
    Known(i64),
    /// By counting them until there are so many.
    UpTo(i64),
}

/// The view of one tenant.
#[derive(Clone, Debug)]
pub struct Tenant {
    store: Store,
    id: TenantId,
    origin: Option<Arc<Origin>>,
}

impl Tenant {
    pub(crate) fn new(store: Store, id: TenantId) -> Self {
        Self { store, id, origin: None }
    }

    /// The same view, within a request that events are told to come from.
    pub fn within(&self, origin: Origin) -> Self {
        Self { origin: Some(Arc::new(origin)), ..self.clone() }
    }

    /// Starts a transaction. On SQLite it holds the one writer: do nothing slow until it commits.
    pub async fn begin(&self) -> Result<Tx> {
        let transaction = self.store.engine().begin().await?;
        Ok(Tx {
            transaction,
            store: self.store.clone(),
            id: self.id.clone(),
            origin: self.origin.clone(),
            changes: Mutex::new(Vec::new()),
        })
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    pub(crate) fn caches(&self) -> &Caches {
        self.store.caches()
    }

    /// Runs statements as one transaction that is sent at once, so that nobody waits between them. The first must change
    /// a row; where it does not, nothing is done, and the answer is no. No cache is told. `$1` is the tenant.
    pub(crate) async fn at_once(&self, statements: Vec<Statement>) -> Result<bool> {
        let own = statements.into_iter().map(|(sql, params)| (sql, scoped(&self.id, params)));
        self.store.engine().at_once(own.collect()).await
    }

    pub(crate) async fn append(&self, append: Append) -> Result<()> {
        self.store.engine().append(append).await
    }
}

impl Read for Tenant {
    async fn fetch<T: FromRow>(&self, sql: Cow<'static, str>, params: Vec<Value>) -> Result<Vec<T>> {
        self.store.engine().fetch(sql, scoped(&self.id, params)).await
    }

    async fn fetch_listed<T: FromRow>(&self, sql: Cow<'static, str>, params: Vec<Value>) -> Result<Vec<T>> {
        let longest = self.store.longest_list();
        self.store.engine().fetch_within(longest, sql, scoped(&self.id, params)).await
    }

    fn id(&self) -> &TenantId {
        &self.id
    }

    fn store(&self) -> &Store {
        &self.store
    }
}

fn scoped(tenant: &TenantId, params: Vec<Value>) -> Vec<Value> {
    let mut all = Vec::with_capacity(params.len() + 1);
    all.push(Value::from(tenant));
    all.extend(params);
    all
}

pub(crate) fn dialect(read: &impl Read) -> Dialect {
    read.store().dialect()
}

/// Work that must not be done twice at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Making sure of a first credential.
    Bootstrap = 1,
    /// Finding out whether an account is the first of the tenant of operators.
    FirstOperator = 2,
}

/// A transaction of one tenant. Dropped without a commit, it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    transaction: Transaction,
    store: Store,
    id: TenantId,
    origin: Option<Arc<Origin>>,
    changes: Mutex<Vec<Change>>,
}

impl Tx {
    /// Runs a statement; answers how many rows it changed. `$1` is the tenant, parameters start at `$2`.
    pub async fn execute(&self, sql: Cow<'static, str>, params: Vec<Value>) -> Result<u64> {
        self.transaction.execute(sql, scoped(&self.id, params)).await
    }

    /// Runs a statement that was put together.
    pub async fn run(&self, sql: Sql) -> Result<u64> {
        let (text, params) = sql.into_parts();
        self.execute(text, params).await
    }

    /// Writes the changed columns of a row; answers whether it exists.
    pub(crate) async fn update(&self, table: &str, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
        let mut sql = Sql::new(format!("update {table} set "));
        for (column, value) in columns {
            sql.set(column, value);
        }
        sql.push_with(" where tenant_id = $1 and id = {}", id);
        Ok(self.run(sql).await? > 0)
    }

    /// Removes a row; answers whether it existed.
    pub(crate) async fn delete(&self, table: &str, id: &str) -> Result<bool> {
        let sql = format!("delete from {table} where tenant_id = $1 and id = $2");
        Ok(self.execute(sql.into(), vec![Value::from(id)]).await? > 0)
    }

    /// Waits until no other transaction does the same work, on any node; released when this one ends.
    pub async fn alone_in(&self, work: Work) -> Result<()> {
        self.transaction.lock(work as i64).await
    }

    /// The request that it belongs to, if it is one that events are told to come from.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }

    /// Notes what caches must forget once this is committed.
    pub fn changed(&self, change: Change) {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if !changes.contains(&change) {
            changes.push(change);
        }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.store.clock().now()
    }

    /// Makes it durable, and lets every node forget what it cached of it.
    pub async fn commit(self) -> Result<()> {
        let changes = self.changes.into_inner().unwrap_or_else(PoisonError::into_inner);
        for message in messages(&changes) {
            self.transaction.notify(&message).await?;
        }
        self.transaction.commit().await?;
        self.store.changes().heard(&changes);
        Ok(())
    }
}

/// The changes as messages that fit into a notification.
fn messages(changes: &[Change]) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    let message = Change::message(changes);
    if message.len() <= LONGEST_MESSAGE || changes.len() == 1 {
        return vec![message];
    }
    let (left, right) = changes.split_at(changes.len() / 2);
    [messages(left), messages(right)].concat()
}

impl Read for Tx {
    async fn fetch<T: FromRow>(&self, sql: Cow<'static, str>, params: Vec<Value>) -> Result<Vec<T>> {
        self.transaction.fetch(sql, scoped(&self.id, params)).await
    }

    fn id(&self) -> &TenantId {
        &self.id
    }

    fn store(&self) -> &Store {
        &self.store
    }
}
