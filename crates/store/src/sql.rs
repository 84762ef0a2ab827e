//! Statements that are put together: filters, orders, pages.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::Value;

/// A statement and its parameters; `$1` is the tenant.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    params: Vec<Value>,
}

impl Sql {
    /// Starts with a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), params: Vec::new() }
    }

    pub(crate) fn with(text: String, params: Vec<Value>) -> Self {
        Self { text, params }
    }

    /// Adds to the text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a parameter; answers its number.
    pub fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.params.push(value.into());
        self.params.len() + 1
    }

    /// Adds a text in which `{}` stands for the value's parameter.
    pub fn push_with(&mut self, text: &str, value: impl Into<Value>) {
        let index = self.bind(value);
        self.text.push_str(&text.replace("{}", &format!("${index}")));
    }

    /// Adds `name = value` to the list of an `update`.
    pub fn set(&mut self, column: &str, value: impl Into<Value>) {
        let index = self.bind(value);
        let comma = if self.text.ends_with(" set ") { "" } else { ", " };
        let _ = write!(self.text, "{comma}{column} = ${index}");
    }

    /// Whether [`Sql::set`] was called: an `update` without a column cannot be run.
    pub fn sets_something(&self) -> bool {
        !self.text.ends_with(" set ")
    }

    /// Adds the limit and offset of a page.
    pub fn page(&mut self, page: Option<Page>) {
        if let Some(page) = page {
            self.push_with(" limit {}", page.limit);
            self.push_with(" offset {}", page.offset);
        }
    }

    pub(crate) fn into_parts(self) -> (Cow<'static, str>, Vec<Value>) {
        (Cow::Owned(self.text), self.params)
    }
}

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Number of rows.
    pub limit: i64,
    /// Rows before them.
    pub offset: i64,
}

impl Page {
    /// How many rows there are in all, if a page with so many of them shows it: it is the last one.
    pub(crate) fn end(self, rows: usize) -> Option<i64> {
        let rows = i64::try_from(rows).ok()?;
        (rows < self.limit && (rows > 0 || self.offset == 0)).then(|| self.offset + rows)
    }
}

/// Rows of a list, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// The rows asked for.
    pub rows: Vec<T>,
    /// All of them, counted; only when a page was asked for.
    pub total: Option<i64>,
}

impl<T> Listing<T> {
    /// The same list of something else.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Listing<U> {
        Listing { rows: self.rows.into_iter().map(make).collect(), total: self.total }
    }
}
