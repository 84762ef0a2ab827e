//! The index of what users are known by. PostgreSQL keeps its own up to date by itself; SQLite's takes in what is new in
//! larger parts, and until then searches look through that row by row.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use avouch_model::Timestamp;

use crate::dialect::Dialect;
use crate::search::{Search, literals};
use crate::{Read, Result, Store, Value, dashboard, params, scope};

/// Users that one transaction takes in: little enough that nobody waits for it.
const AT_ONCE: i64 = 500;

/// How many users a text must be in at least to be called common.
const COMMON: i64 = 20_000;

/// How long what PostgreSQL knows of the index is kept, in milliseconds.
const KEPT: i64 = 600_000;

/// How many in a million users have three characters in a row, for those that many have.
type Shares = Arc<HashMap<String, i64>>;

/// Shares as PostgreSQL last counted them, with when they were read.
#[derive(Debug, Default)]
pub(crate) struct Frequencies(RwLock<Option<(Timestamp, Shares)>>);

impl Frequencies {
    async fn get(&self, db: &impl Read) -> Result<Shares> {
        let now = db.store().clock().now();
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, known)) = kept.filter(|(at, _)| now.millis() - at.millis() < KEPT) {
            return Ok(known);
        }
        // The tenant of the statement is of no account: what is common is common in the whole table.
        let sql = "select e.word, (e.frequency * 1000000)::bigint from pg_stats s, \
                   unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e(word, frequency) \
                   where $1::text is not null and s.schemaname = current_schema() \
                   and s.tablename = 'avouch_users__trigrams' and e.word is not null";
        let known: HashMap<String, i64> =
            db.fetch::<(String, i64)>(sql.into(), Vec::new()).await?.into_iter().collect();
        let known = Arc::new(known);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&known)));
        Ok(known)
    }
}

/// The index for a search: about how many users have each of the three characters in a row that it asks for.
#[derive(Debug)]
pub(crate) struct Index {
    /// The tenant, whose words stand apart in PostgreSQL.
    pub(crate) tenant: String,
    /// Those that are known to be common; others are rare.
    pub(crate) counts: HashMap<String, i64>,
}

/// The index, if it helps: not where what it could look for is in so many users that it is quicker to walk through them,
/// newest first.
pub(crate) async fn index(db: &impl Read, search: &Search) -> Result<Option<Index>> {
    let asked = literals::of_each(search);
    if asked.is_empty() {
        return Ok(None);
    }
    let tenant = db.id().to_string();
    let counts = counts(db, &tenant, &asked).await?;
    let rarest = |trigrams: &Vec<String>| {
        trigrams.iter().map(|trigram| counts.get(trigram).copied().unwrap_or(0)).min().unwrap_or(0)
    };
    let each = asked.iter().map(rarest);
    // Where all conditions must hold, the rarest of them is enough; where one is enough, the most common one decides.
    let found = if search.all { each.min() } else { each.max() }.unwrap_or(0);
    let is_common = found > COMMON && found > dashboard::users(db).await? / 10;
    Ok((!is_common).then_some(Index { tenant, counts }))
}

async fn counts(db: &impl Read, tenant: &str, asked: &[Vec<String>]) -> Result<HashMap<String, i64>> {
    let all: Vec<String> = asked.iter().flatten().cloned().collect();
    if scope::dialect(db) == Dialect::Sqlite {
        let sql = "select trigram, value from avouch_user_trigrams where trigram = any($2)";
        return Ok(db.fetch(sql.into(), params![all]).await?.into_iter().collect());
    }
    let known = db.store().frequencies().get(db).await?;
    let shares: Vec<(String, i64)> = all
        .into_iter()
        .filter_map(|trigram| known.get(&format!("{tenant}:{trigram}")).map(|share| (trigram, *share)))
        .collect();
    if shares.is_empty() {
        return Ok(HashMap::new());
    }
    let users = dashboard::users(db).await?;
    Ok(shares.into_iter().map(|(trigram, share)| (trigram, share.saturating_mul(users) / 1_000_000)).collect())
}

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
