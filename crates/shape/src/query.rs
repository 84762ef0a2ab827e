//! Members of a query string, where everything is a text, or several.

use serde_json::{Value, json};

use crate::describe::{Components, Describe};
use crate::input::Input;
use crate::issue::{Issue, Issues, Path};

/// Yes or no: `true`, `1`, `yes` or `y` in any case; anything else, or nothing, is no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl Describe for Flag {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "string", "example": "true" })
    }

    fn is_optional() -> bool {
        true
    }
}

impl Input for Flag {
    fn read(value: Option<Value>, _: &Path<'_>, _: &mut Issues) -> Option<Self> {
        let is_yes = |text: &str| matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "yes" | "y");
        Some(Self(value.as_ref().and_then(Value::as_str).is_some_and(is_yes)))
    }
}

/// A member that may stand several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T: Describe> Describe for Many<T> {
    fn describe(components: &mut Components) -> Value {
        json!({ "type": "array", "items": T::describe(components) })
    }

    fn is_optional() -> bool {
        true
    }
}

impl<T: Input> Input for Many<T> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            None => Some(Self(Vec::new())),
            Some(Value::Array(values)) => Vec::read(Some(Value::Array(values)), at, issues).map(Self),
            Some(single @ Value::String(_)) => T::read(Some(single), at, issues).map(|value| Self(vec![value])),
            other => {
                issues.push(Issue::wrong_type("array", other.as_ref(), at));
                None
            }
        }
    }
}
