//! Functions that PostgreSQL has and SQLite has not: matching, with Unicode and with a bound.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use crate::search::BadPattern;
use crate::search::pattern::{self, Pattern};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Registers `avouch_match(kind, pattern, text)`, where `kind` is one of `like`, `ilike` or `regex`.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("avouch_match", 3, flags, |context| {
        // The pattern is the same for every row of a query: it is compiled once.
        let pattern: Arc<Arc<Pattern>> = context.get_or_create_aux(1, |value| -> Result<_, BoxError> {
            Ok(compiled(context.get_raw(0).as_str()?, value.as_str()?)?)
        })?;
        Ok(text(context)?.is_some_and(|text| pattern.is_match(text)))
    })
}

/// A pattern with its kind.
type Compiled = (String, String, Arc<Pattern>);

thread_local! {
    /// The last pattern of the thread: a query asks for it once for every column.
    static LAST: RefCell<Option<Compiled>> = const { RefCell::new(None) };
}

fn compiled(kind: &str, text: &str) -> Result<Arc<Pattern>, BadPattern> {
    LAST.with_borrow_mut(|last| {
        if let Some((_, _, pattern)) = last.as_ref().filter(|(own, same, _)| own == kind && same == text) {
            return Ok(Arc::clone(pattern));
        }
        let pattern = Arc::new(pattern::compile(kind, text)?);
        *last = Some((kind.to_owned(), text.to_owned(), Arc::clone(&pattern)));
        Ok(pattern)
    })
}

fn text<'context>(context: &'context Context<'_>) -> rusqlite::Result<Option<&'context str>> {
    context.get_raw(2).as_str_or_null().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
}
