//! Texts with bounds and rules.
#![expect(clippy::indexing_slicing, reason = "a member of an object that was made here")]

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::describe::{Components, Describe};
use crate::input::Input;
use crate::issue::{Issue, Issues, Path};

/// A text of `MIN` to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> Text<MIN, MAX> {
    /// The text.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl<const MIN: usize, const MAX: usize> From<Text<MIN, MAX>> for String {
    fn from(text: Text<MIN, MAX>) -> Self {
        text.0
    }
}

impl<const MIN: usize, const MAX: usize> Deref for Text<MIN, MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> Describe for Text<MIN, MAX> {
    fn describe(_: &mut Components) -> Value {
        let mut schema = json!({ "type": "string" });
        if MIN > 0 {
            schema["minLength"] = MIN.into();
        }
        schema["maxLength"] = MAX.into();
        schema
    }
}

impl<const MIN: usize, const MAX: usize> Input for Text<MIN, MAX> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let text = String::read(value, at, issues)?;
        let length = text.chars().count();
        if length < MIN {
            issues.push(Issue::too_small("string", i64::try_from(MIN).unwrap_or(i64::MAX), at));
        } else if length > MAX {
            issues.push(Issue::too_big("string", i64::try_from(MAX).unwrap_or(i64::MAX), at));
        } else {
            return Some(Self(text));
        }
        None
    }
}

/// What is wrong with a text that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A rule with words of its own.
    Custom(&'static str),
    /// Not of the form of a pattern.
    Regex,
    /// Not a URL.
    Url,
    /// Not an e-mail address.
    Email,
    /// Longer than this many characters.
    TooLong(usize),
}

/// A rule about texts.
pub trait TextRule {
    /// Checks a text.
    fn check(text: &str) -> Result<(), Problem>;

    /// The schema of texts that pass.
    fn schema() -> Value;
}

/// A text that passed the rule `R` when it was read from a request. From a row of our own it is taken as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checked<R>(String, PhantomData<R>);

impl<R> Checked<R> {
    /// The text.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl<R: TextRule> Checked<R> {
    /// A text of our own, if it passes the rule.
    pub fn new(text: String) -> Result<Self, Problem> {
        R::check(&text).map(|()| Self(text, PhantomData))
    }
}

impl<R> fmt::Debug for Checked<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<R> Deref for Checked<R> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<R: TextRule> Describe for Checked<R> {
    fn describe(_: &mut Components) -> Value {
        R::schema()
    }
}

impl<R: TextRule> Input for Checked<R> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let text = String::read(value, at, issues)?;
        match R::check(&text) {
            Ok(()) => return Some(Self(text, PhantomData)),
            Err(Problem::Custom(message)) => issues.push(Issue::custom(message, at)),
            Err(Problem::Regex) => issues.push(Issue::invalid_string("regex", at)),
            Err(Problem::Url) => issues.push(Issue::invalid_string("url", at)),
            Err(Problem::Email) => issues.push(Issue::invalid_string("email", at)),
            Err(Problem::TooLong(most)) => {
                issues.push(Issue::too_big("string", i64::try_from(most).unwrap_or(i64::MAX), at));
            }
        }
        None
    }
}
