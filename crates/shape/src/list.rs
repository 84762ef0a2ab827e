//! Arrays.
#![expect(clippy::indexing_slicing, reason = "a member of an object that was made here")]

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::describe::{Components, Describe};
use crate::input::Input;
use crate::issue::{Issue, Issues, Path};

impl<T: Input> Input for Vec<T> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let Some(Value::Array(values)) = value else {
            issues.push(Issue::wrong_type("array", value.as_ref(), at));
            return None;
        };
        let count = values.len();
        let mut read = Self::with_capacity(count);
        for (index, value) in values.into_iter().enumerate() {
            read.extend(T::read(Some(value), &Path::Index(at, index), issues));
        }
        (read.len() == count).then_some(read)
    }
}

/// An array of `MIN` to `MAX` elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct List<T, const MIN: usize, const MAX: usize>(Vec<T>);

impl<T, const MIN: usize, const MAX: usize> Deref for List<T, MIN, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> IntoIterator for List<T, MIN, MAX> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T, const MAX: usize> From<Vec<T>> for List<T, 0, MAX> {
    /// Takes what the product itself made: it is not counted.
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T: Describe, const MIN: usize, const MAX: usize> Describe for List<T, MIN, MAX> {
    fn describe(components: &mut Components) -> Value {
        let mut schema = json!({ "type": "array", "items": T::describe(components), "maxItems": MAX });
        if MIN > 0 {
            schema["minItems"] = MIN.into();
        }
        schema
    }
}

impl<T: Input, const MIN: usize, const MAX: usize> Input for List<T, MIN, MAX> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        if let Some(Value::Array(values)) = &value {
            if values.len() < MIN {
                issues.push(Issue::too_small("array", i64::try_from(MIN).unwrap_or(i64::MAX), at));
                return None;
            }
            if values.len() > MAX {
                issues.push(Issue::too_big("array", i64::try_from(MAX).unwrap_or(i64::MAX), at));
                return None;
            }
        }
        Vec::read(value, at, issues).map(Self)
    }
}
