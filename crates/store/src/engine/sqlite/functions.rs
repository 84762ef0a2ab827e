//! Functions that PostgreSQL has and SQLite has not: matching, with Unicode and with a bound.

use std::sync::Arc;

use regex::Regex;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use crate::search::pattern;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Registers `avouch_match(kind, pattern, text)`, where `kind` is one of `like`, `ilike` or `regex`.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("avouch_match", 3, flags, |context| {
        // The pattern is the same for every row of a query: it is compiled once.
        let regex: Arc<Regex> = context.get_or_create_aux(1, |value| -> Result<_, BoxError> {
            Ok(pattern::compile(context.get_raw(0).as_str()?, value.as_str()?)?)
        })?;
        Ok(text(context)?.is_some_and(|text| regex.is_match(text)))
    })
}

fn text<'context>(context: &'context Context<'_>) -> rusqlite::Result<Option<&'context str>> {
    context.get_raw(2).as_str_or_null().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
}
