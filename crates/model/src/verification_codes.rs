//! Codes that prove an address or a number.

use avouch_shape::{Components, Describe, Input, Issue, Issues, Path, Text};
use serde_json::{Value, json};

use crate::EmailAddress;
use crate::users::identifiers::PhoneDigits;

/// Where a code goes.
#[derive(Clone, Debug)]
pub enum CodeRecipient {
    /// An e-mail address.
    Email(EmailAddress),
    /// A phone number.
    Phone(PhoneDigits),
}

impl CodeRecipient {
    fn take(members: &mut avouch_shape::JsonObject, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match (members.shift_remove("email"), members.shift_remove("phone")) {
            (Some(email), _) => EmailAddress::read(Some(email), &Path::Key(at, "email"), issues).map(Self::Email),
            (None, Some(phone)) => PhoneDigits::read(Some(phone), &Path::Key(at, "phone"), issues).map(Self::Phone),
            (None, None) => {
                issues.push(Issue::custom("must have `email` or `phone`", at));
                None
            }
        }
    }
}

impl Describe for CodeRecipient {
    fn describe(components: &mut Components) -> Value {
        let (email, phone) = (EmailAddress::describe(components), PhoneDigits::describe(components));
        json!({ "oneOf": [
            { "type": "object", "required": ["email"], "properties": { "email": email } },
            { "type": "object", "required": ["phone"], "properties": { "phone": phone } },
        ] })
    }
}

impl Input for CodeRecipient {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        Self::take(&mut avouch_shape::members(value, at, issues)?, at, issues)
    }
}

/// A code to check.
#[derive(Clone, Debug)]
pub struct CodeCheck {
    /// Where it went.
    pub recipient: CodeRecipient,
    /// The code.
    pub verification_code: String,
}

impl Describe for CodeCheck {
    fn describe(components: &mut Components) -> Value {
        let (email, phone) = (EmailAddress::describe(components), PhoneDigits::describe(components));
        let code = json!({ "type": "string", "minLength": 1 });
        json!({ "oneOf": [
            { "type": "object", "required": ["email", "verificationCode"],
              "properties": { "email": email, "verificationCode": code } },
            { "type": "object", "required": ["phone", "verificationCode"],
              "properties": { "phone": phone, "verificationCode": code } },
        ] })
    }
}

impl Input for CodeCheck {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let code =
            Text::<1, 64>::read(members.shift_remove("verificationCode"), &Path::Key(at, "verificationCode"), issues);
        let recipient = CodeRecipient::take(&mut members, at, issues)?;
        Some(Self { recipient, verification_code: code?.into_inner() })
    }
}
