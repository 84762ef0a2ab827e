//! Reading untrusted values.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::describe::Describe;
use crate::issue::{Issue, Issues, Path};

/// A type that is read from an untrusted value.
pub trait Input: Describe + Sized {
    /// Reads it; `None` stands for an absent member. Where it answers `None`, it has added an issue.
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self>;
}

/// Reads a whole value.
pub fn read<T: Input>(value: Value) -> Result<T, Issues> {
    let mut issues = Issues::default();
    match T::read(Some(value), &Path::Root, &mut issues) {
        Some(read) if issues.is_empty() => Ok(read),
        _ => Err(issues),
    }
}

/// The members of an object.
pub fn members(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Map<String, Value>> {
    match value {
        Some(Value::Object(members)) => Some(members),
        other => {
            issues.push(Issue::wrong_type("object", other.as_ref(), at));
            None
        }
    }
}

/// Adds an issue for members that remain once all known ones were taken.
pub fn strict_members(rest: &Map<String, Value>, at: &Path<'_>, issues: &mut Issues) {
    if !rest.is_empty() {
        let keys: Vec<String> = rest.keys().cloned().collect();
        issues.push(Issue::unrecognized_keys(&keys, at));
    }
}

/// One of a few texts.
pub fn enumeration<T>(
    value: Option<Value>,
    options: &[&str],
    parse: impl FnOnce(&str) -> Option<T>,
    at: &Path<'_>,
    issues: &mut Issues,
) -> Option<T> {
    match value {
        Some(Value::String(text)) => {
            let parsed = parse(&text);
            if parsed.is_none() {
                issues.push(Issue::unknown_option(options, &text, at));
            }
            parsed
        }
        other => {
            issues.push(Issue::wrong_type_for_enum(options, other.as_ref(), at));
            None
        }
    }
}

impl Input for String {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            Some(Value::String(text)) => Some(text),
            other => {
                issues.push(Issue::wrong_type("string", other.as_ref(), at));
                None
            }
        }
    }
}

impl Input for bool {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            Some(Value::Bool(value)) => Some(value),
            other => {
                issues.push(Issue::wrong_type("boolean", other.as_ref(), at));
                None
            }
        }
    }
}

impl Input for f64 {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        if let Some(number) = value.as_ref().and_then(Value::as_f64) {
            Some(number)
        } else {
            issues.push(Issue::wrong_type("number", value.as_ref(), at));
            None
        }
    }
}

impl<T: Input> Input for Option<T> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            None => Some(None),
            present => T::read(present, at, issues).map(Some),
        }
    }
}

impl Input for Map<String, Value> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        members(value, at, issues)
    }
}

impl Input for Value {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        if value.is_none() {
            issues.push(Issue::wrong_type("any", None, at));
        }
        value
    }
}

impl<T: Input> Input for BTreeMap<String, T> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut read = Self::new();
        let mut complete = true;
        for (key, value) in members(value, at, issues)? {
            match T::read(Some(value), &Path::Key(at, &key), issues) {
                Some(value) => drop(read.insert(key, value)),
                None => complete = false,
            }
        }
        complete.then_some(read)
    }
}
