//! Random text in the alphabets of the API.

use aws_lc_rs::rand;

/// The characters that a random text is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// `0-9a-z`: identifiers of rows.
    Lower,
    /// `0-9A-Za-z`: secrets.
    Alphanumeric,
    /// `0-9`: codes that people type.
    Digits,
    /// `A-Z2-7`: secrets of one-time passwords (RFC 4648 section 6).
    Base32,
    /// `0-9a-f`: backup codes.
    Hex,
    /// Letters that are read and typed without mistakes, and make no words: codes of devices (RFC 8628 section 6.1).
    UserCode,
    /// `A-Za-z0-9_-`: token identifiers and opaque tokens.
    UrlSafe,
}

impl Alphabet {
    fn characters(self) -> &'static [u8] {
        match self {
            Self::Lower => b"0123456789abcdefghijklmnopqrstuvwxyz",
            Self::Digits => b"0123456789",
            Self::Alphanumeric => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            Self::Base32 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            Self::Hex => b"0123456789abcdef",
            Self::UserCode => b"BCDFGHJKLMNPQRSTVWXZ",
            Self::UrlSafe => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
        }
    }
}

/// Fills a new array with random bytes of the operating system's quality.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can be done without it.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "a server without randomness must not go on")]
    rand::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// `length` characters of `alphabet`, each equally likely.
pub fn random_text(alphabet: Alphabet, length: usize) -> String {
    let characters = alphabet.characters();
    let fair = 256 - 256 % characters.len();
    let mut text = String::with_capacity(length);
    while text.len() < length {
        for byte in random_bytes::<32>() {
            let index = usize::from(byte);
            // Values past the last whole multiple of the alphabet would favour its first characters.
            if index >= fair || text.len() == length {
                continue;
            }
            if let Some(character) = characters.get(index % characters.len()) {
                text.push(char::from(*character));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, random_text};

    #[test]
    fn draws_every_character_and_no_other() {
        for alphabet in [Alphabet::Lower, Alphabet::Alphanumeric, Alphabet::UrlSafe] {
            let text = random_text(alphabet, 20_000);
            assert_eq!(text.len(), 20_000);
            assert!(text.bytes().all(|byte| alphabet.characters().contains(&byte)));
            assert!(alphabet.characters().iter().all(|byte| text.as_bytes().contains(byte)));
        }
    }
}
