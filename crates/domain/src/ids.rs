//! Identifiers and secrets of new rows.

use avouch_crypto::{Alphabet, random_text};

/// An identifier of the standard length.
pub(crate) fn standard() -> String {
    random_text(Alphabet::Lower, 21)
}

/// Characters of a short identifier.
pub(crate) const SHORT: usize = 12;

/// An identifier of the short length, as users and organizations have.
pub(crate) fn short() -> String {
    random_text(Alphabet::Lower, SHORT)
}

/// A secret.
pub(crate) fn secret() -> String {
    random_text(Alphabet::Alphanumeric, 32)
}
