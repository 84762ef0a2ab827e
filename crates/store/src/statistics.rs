//! What PostgreSQL knows of its tables: how many rows there are, and of what kind.
//!
//! It plans by that, and each connection keeps its plans. A new tenant's tables fill within seconds, while PostgreSQL
//! itself looks once a minute whether there is something to learn: until then, plans that were right for empty tables
//! read full ones from end to end.

use crate::dialect::Dialect;
use crate::{Result, Store};

/// Learns about tables that have grown by a fifth since somebody last did; answers how many.
pub async fn learn(store: &Store) -> Result<usize> {
    if store.dialect() == Dialect::Sqlite {
        return Ok(0);
    }
    // By the size of their files: what is counted of changed rows comes late.
    let sql = "select oid::regclass::text from pg_class \
               where relkind = 'r' and relnamespace = current_schema()::regnamespace \
               and pg_relation_size(oid) > current_setting('block_size')::bigint * (relpages * 1.2 + 2)";
    let tables = store.engine().fetch::<(String,)>(sql.into(), Vec::new()).await?;
    for (table,) in &tables {
        let transaction = store.engine().begin().await?;
        // Where another node is at it, it need not be done twice.
        transaction.script(&format!("analyze (skip_locked) {table}")).await?;
        transaction.commit().await?;
    }
    Ok(tables.len())
}
