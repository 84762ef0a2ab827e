//! Generated files are what would be generated now.

use crate::{generate, sources};

pub(super) fn check() -> Vec<String> {
    let stale = generate::files().into_iter().filter(|(path, content)| sources::text(path) != *content);
    stale.map(|(path, _)| format!("{path} is stale: cargo run -p xtask -- generate")).collect()
}
