//! What commands write for people and scripts.

use std::io::Write as _;

/// Writes a line of a result.
pub(crate) fn line(text: &str) {
    // Whoever reads may have gone away, as `head` does.
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// Writes why a command failed.
pub(crate) fn error(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "avouch: {text}"));
}
