//! Link tables: pairs of identifiers, each row with an identifier of its own.

use avouch_crypto::{Alphabet, random_text};

use crate::sql::Sql;
use crate::{Result, Tx};

/// What to do about a pair that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Leave it.
    Keep,
    /// Fail with the unique constraint's error.
    Refuse,
}

/// Inserts pairs into `table (tenant_id, id, left, right)` in one statement.
pub(crate) async fn insert<'a>(
    tx: &Tx,
    table: &str,
    [left, right]: [&str; 2],
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    existing: Existing,
) -> Result<()> {
    let mut sql = Sql::new(format!("insert into {table} (tenant_id, id, {left}, {right}) values "));
    let mut separator = "($1, ";
    for (one, other) in pairs {
        sql.push(separator);
        sql.push_with("{}, ", random_text(Alphabet::Lower, 21));
        sql.push_with("{}, ", one);
        sql.push_with("{})", other);
        separator = ", ($1, ";
    }
    if separator == "($1, " {
        return Ok(());
    }
    if existing == Existing::Keep {
        sql.push(" on conflict do nothing");
    }
    tx.run(sql).await.map(drop)
}
