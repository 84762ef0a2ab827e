//! E-mail addresses.

use avouch_shape::{Checked, Problem, TextRule};
use serde_json::{Value, json};

/// An e-mail address that mail can be sent to.
pub type EmailAddress = Checked<EmailAddressRule>;

/// The rule of [`EmailAddress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailAddressRule;

impl TextRule for EmailAddressRule {
    fn check(text: &str) -> Result<(), Problem> {
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::Email)?;
        let label = |label: &str| {
            !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-')
        };
        let in_local = |character: char| character.is_alphanumeric() || "_'+-.!#$%&*/=?^`{|}~".contains(character);
        let fine = !local.is_empty()
            && local.chars().all(in_local)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && domain.split('.').all(label);
        if fine { Ok(()) } else { Err(Problem::Email) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "email" })
    }
}
