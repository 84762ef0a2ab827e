//! Link tables: pairs of identifiers, some with an identifier of their own.

use std::collections::HashSet;

use avouch_crypto::{Alphabet, random_text};

use crate::sql::Sql;
use crate::{Read, Result, Tx, params};

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

/// Most rows that one statement inserts.
const WIDEST: usize = 1000;

/// A link table without identifiers of its own: `(tenant_id, parent, child)` is its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// Table.
    pub(crate) table: &'static str,
    /// Column of the one.
    pub(crate) parent: &'static str,
    /// Column of the many.
    pub(crate) child: &'static str,
}

impl Link {
    /// Links children to a parent.
    pub(crate) async fn add(self, tx: &Tx, parent: &str, children: &[String], existing: Existing) -> Result<()> {
        let Self { table, parent: left, child: right } = self;
        for children in children.chunks(WIDEST) {
            let mut sql = Sql::new(format!("insert into {table} (tenant_id, {left}, {right}) values "));
            let index = sql.bind(parent);
            for (at, child) in children.iter().enumerate() {
                sql.push(&format!("{}($1, ${index}, ", if at > 0 { ", " } else { "" }));
                sql.push_with("{})", child);
            }
            if existing == Existing::Keep {
                sql.push(" on conflict do nothing");
            }
            tx.run(sql).await?;
        }
        Ok(())
    }

    /// Makes these the children of a parent; those that stay are not touched.
    pub(crate) async fn replace(self, tx: &Tx, parent: &str, children: &[String]) -> Result<()> {
        let held = self.children(tx, parent).await?;
        let (before, after): (HashSet<&String>, HashSet<&String>) = (held.iter().collect(), children.iter().collect());
        let gone: Vec<String> = held.iter().filter(|child| !after.contains(child)).cloned().collect();
        let new: Vec<String> = children.iter().filter(|child| !before.contains(child)).cloned().collect();
        let Self { table, parent: left, child: right } = self;
        let sql = format!("delete from {table} where tenant_id = $1 and {left} = $2 and {right} = any($3)");
        tx.execute(sql.into(), params![parent, gone]).await?;
        self.add(tx, parent, &new, Existing::Refuse).await
    }

    /// Takes a child from a parent; answers whether it was linked.
    pub(crate) async fn remove(self, tx: &Tx, parent: &str, child: &str) -> Result<bool> {
        let Self { table, parent: left, child: right } = self;
        let sql = format!("delete from {table} where tenant_id = $1 and {left} = $2 and {right} = $3");
        Ok(tx.execute(sql.into(), params![parent, child]).await? > 0)
    }

    /// Those of several children that are linked to a parent.
    pub(crate) async fn among(self, db: &impl Read, parent: &str, children: &[String]) -> Result<Vec<String>> {
        let Self { table, parent: left, child: right } = self;
        let sql = format!("select {right} from {table} where tenant_id = $1 and {left} = $2 and {right} = any($3)");
        let rows = db.fetch::<(String,)>(sql.into(), params![parent, children.to_vec()]).await?;
        Ok(rows.into_iter().map(|(child,)| child).collect())
    }

    /// The children of a parent.
    pub(crate) async fn children(self, db: &impl Read, parent: &str) -> Result<Vec<String>> {
        let Self { table, parent: left, child: right } = self;
        let sql = format!("select {right} from {table} where tenant_id = $1 and {left} = $2 order by {right}");
        Ok(db.fetch::<(String,)>(sql.into(), params![parent]).await?.into_iter().map(|(child,)| child).collect())
    }
}
