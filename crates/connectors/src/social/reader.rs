//! Reads what providers say of people.

use serde_json::Value;

use crate::Error;

/// An answer of a provider; its members are named by JSON pointers (RFC 6901).
pub(super) struct Reader<'a>(pub(super) &'a Value);

fn nonsense(path: &str) -> Error {
    Error::InvalidResponse(format!("`{path}` is not what it should be"))
}

impl Reader<'_> {
    /// A text; nothing where there is none, or an empty one.
    pub(super) fn text(&self, path: &str) -> Result<Option<String>, Error> {
        match self.0.pointer(path) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
            Some(_) => Err(nonsense(path)),
        }
    }

    /// An identifier: a text or a number that must be there.
    pub(super) fn id(&self, path: &str) -> Result<String, Error> {
        match self.0.pointer(path) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            _ => Err(nonsense(path)),
        }
    }

    /// Yes or no; no where there is none.
    pub(super) fn is(&self, path: &str) -> Result<bool, Error> {
        match self.0.pointer(path) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(nonsense(path)),
        }
    }

    /// A text that counts only where something else says yes.
    pub(super) fn text_if(&self, path: &str, condition: &str) -> Result<Option<String>, Error> {
        if self.is(condition)? { self.text(path) } else { Ok(None) }
    }
}

/// International digits of a phone number.
pub(super) fn digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}
