//! Members of a change: left alone, cleared or set.

use serde_json::Value;

use crate::describe::{Components, Describe, nullable};
use crate::input::Input;
use crate::issue::{Issues, Path};

/// A member that may be absent, `null` or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Left alone.
    #[default]
    Absent,
    /// Cleared.
    Null,
    /// Set.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, where being absent and being `null` are the same.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, looked at.
    pub fn as_value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same change of something else.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(make(value)),
        }
    }

    /// Whether it is left alone.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is cleared or set.
    pub fn is_present(&self) -> bool {
        !self.is_absent()
    }
}

impl<T: Describe> Describe for Patch<T> {
    fn describe(components: &mut Components) -> Value {
        nullable(T::describe(components))
    }

    fn is_optional() -> bool {
        true
    }
}

impl<T: Input> Input for Patch<T> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            None => Some(Self::Absent),
            Some(Value::Null) => Some(Self::Null),
            present => T::read(present, at, issues).map(Self::Value),
        }
    }
}
