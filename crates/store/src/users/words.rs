//! The index of what users are known by. PostgreSQL keeps its own up to date by itself; SQLite's takes in what is new in
//! larger parts, and until then searches look through that row by row.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::search::literals;
use crate::{Result, Store, Value};

/// Users that one transaction takes in: little enough that nobody waits for it.
const AT_ONCE: i64 = 500;

/// Takes in what is new; answers whether there may be more.
pub async fn take_in(store: &Store) -> Result<bool> {
    if store.dialect() == Dialect::Postgres {
        return Ok(false);
    }
    let pending = "select number from avouch_user_words_pending order by number limit 1";
    if store.engine().fetch::<(i64,)>(pending.into(), Vec::new()).await?.is_empty() {
        return Ok(false);
    }
    let transaction = store.engine().begin().await?;
    let some = format!("select number from avouch_user_words_pending order by number limit {AT_ONCE}");
    let words = "u.id || char(10) || coalesce(u.username, '') || char(10) || coalesce(u.primary_email, '') || char(10) \
                 || coalesce(u.primary_phone, '') || char(10) || coalesce(u.name, '')";
    let from = format!("from avouch_user_numbers n join users u on u.id = n.user_id where n.number in ({some})");
    let new = transaction.fetch::<(String,)>(format!("select {words} {from}").into(), Vec::new()).await?;
    for statement in [
        format!("delete from avouch_user_words where rowid in ({some})"),
        format!("insert into avouch_user_words (rowid, words) select n.number, {words} {from}"),
    ] {
        transaction.execute(statement.into(), Vec::new()).await?;
    }
    let counted = "insert into avouch_user_trigrams (trigram, value) select key, value from json_each($1) where true \
                   on conflict (trigram) do update set value = avouch_user_trigrams.value + excluded.value";
    transaction.execute(counted.into(), vec![count(&new)]).await?;
    let statement = format!("delete from avouch_user_words_pending where number in ({some})");
    let taken = transaction.execute(statement.into(), Vec::new()).await?;
    transaction.commit().await?;
    Ok(i64::try_from(taken).is_ok_and(|taken| taken == AT_ONCE))
}

/// How many of the users have each three characters in a row, as JSON. Those who changed are counted again: the
/// numbers only have to tell the rare from the common.
fn count(new: &[(String,)]) -> Value {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for trigram in new.iter().flat_map(|(words,)| literals::trigrams(words)).filter(|trigram| !trigram.contains('\n')) {
        *counts.entry(trigram).or_default() += 1;
    }
    Value::json(&counts)
}
