//! What people sign in with, as requests give it.

use std::marker::PhantomData;

use avouch_shape::{Checked, Problem, TextRule};
use serde_json::{Value, json};
use url::Url;

/// A user name: letters, digits and underscores, not beginning with a digit.
pub type Username = Checked<UsernameRule>;

/// Something that looks like an e-mail address.
pub type Email = Checked<EmailRule>;

/// International digits of a phone number.
pub type PhoneDigits = Checked<PhoneRule>;

/// A URL of a picture, or nothing.
pub type Avatar = Checked<OrEmpty<UrlRule>>;

/// The rule of [`Username`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsernameRule;

/// The rule of [`Email`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailRule;

/// The rule of [`PhoneDigits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneRule;

/// Any absolute URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlRule;

/// A rule, or an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrEmpty<R>(PhantomData<R>);

fn regex(fine: bool) -> Result<(), Problem> {
    if fine { Ok(()) } else { Err(Problem::Regex) }
}

impl TextRule for UsernameRule {
    fn check(text: &str) -> Result<(), Problem> {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        regex(text.bytes().all(word) && text.bytes().next().is_some_and(|first| !first.is_ascii_digit()))
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex", "pattern": "^[A-Z_a-z]\\w*$" })
    }
}

impl TextRule for EmailRule {
    fn check(text: &str) -> Result<(), Problem> {
        let spaceless = !text.is_empty() && !text.contains(char::is_whitespace);
        // Something before an `@`, then something around a dot.
        let parts = text.char_indices().filter(|(at, character)| *character == '@' && *at > 0).any(|(at, _)| {
            let domain = text.get(at + 1..).unwrap_or_default();
            domain.char_indices().any(|(dot, character)| character == '.' && dot > 0 && dot + 1 < domain.len())
        });
        regex(spaceless && parts)
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex", "pattern": "^\\S+@\\S+\\.\\S+$" })
    }
}

impl TextRule for PhoneRule {
    fn check(text: &str) -> Result<(), Problem> {
        regex(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex", "pattern": "^\\d+$" })
    }
}

impl TextRule for UrlRule {
    fn check(text: &str) -> Result<(), Problem> {
        Url::parse(text).map(drop).map_err(|_| Problem::Url)
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "url" })
    }
}

impl<R: TextRule> TextRule for OrEmpty<R> {
    fn check(text: &str) -> Result<(), Problem> {
        if text.is_empty() { Ok(()) } else { R::check(text) }
    }

    fn schema() -> Value {
        json!({ "oneOf": [R::schema(), { "type": "string", "maxLength": 0 }] })
    }
}

#[cfg(test)]
mod tests {
    use avouch_shape::TextRule;

    use super::{EmailRule, PhoneRule, UsernameRule};

    #[test]
    fn rules_are_those_of_the_api() {
        for (text, fine) in [("a", true), ("_a1", true), ("1a", false), ("a-b", false), ("", false)] {
            assert_eq!(UsernameRule::check(text).is_ok(), fine, "{text}");
        }
        for (text, fine) in
            [("a@b.c", true), ("a@b", false), ("@b.c", false), ("a b@c.d", false), ("a@.c", false), ("a@@b.c", true)]
        {
            assert_eq!(EmailRule::check(text).is_ok(), fine, "{text}");
        }
        assert!(PhoneRule::check("123").is_ok() && PhoneRule::check("+1").is_err());
    }
}
