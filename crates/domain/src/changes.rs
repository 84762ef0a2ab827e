//! The columns that a change writes.

use avouch_shape::Patch;
use avouch_store::Value;

use crate::{Error, Result};

/// Columns with their new values.
#[derive(Debug, Default)]
pub(crate) struct Changes(Vec<(&'static str, Value)>);

impl Changes {
    /// Sets a column if the request has it.
    pub(crate) fn set<T: Into<Value>>(&mut self, column: &'static str, value: Option<T>) {
        self.0.extend(value.map(|value| (column, value.into())));
    }

    /// Sets or clears a column if the request has it. A text that is empty clears it.
    pub(crate) fn patch<T: Into<String>>(&mut self, column: &'static str, value: Patch<T>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.0.push((column, Value::Null)),
            Patch::Value(text) => self.0.push((column, non_empty(text.into()).into())),
        }
    }

    /// Sets or clears a JSON column if the request has it.
    pub(crate) fn json<T: serde::Serialize>(&mut self, column: &'static str, value: &Patch<T>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.0.push((column, Value::Null)),
            Patch::Value(value) => self.0.push((column, Value::json(value))),
        }
    }

    /// The columns; it is an error if there is none.
    pub(crate) fn some(self) -> Result<Vec<(&'static str, Value)>> {
        if self.0.is_empty() { Err(Error::NothingToChange) } else { Ok(self.0) }
    }
}

/// An empty text is no text.
pub(crate) fn non_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A text of a request, if it is there and not empty.
pub(crate) fn text<T: Into<String>>(value: Patch<T>) -> Option<String> {
    value.into_option().map(Into::into).and_then(non_empty)
}
