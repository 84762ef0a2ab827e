//! A file is read on a few screens.

use crate::sources;

const LONGEST: usize = 400;

/// Files that are one list, an entry a line or two, which nobody reads from top to bottom.
const LISTS: &[&str] = &["crates/domain/src/error.rs"];

pub(super) fn check() -> Vec<String> {
    let files = sources::below("crates", ".rs").into_iter().filter(|path| path.contains("/src/"));
    files
        .chain(sources::below("xtask", ".rs"))
        .chain(sources::below("bench", ".rs"))
        .filter_map(|path| {
            let lines = sources::text(&path).lines().count();
            (lines > LONGEST && !LISTS.contains(&path.as_str()))
                .then(|| format!("{path} has {lines} lines; split it by subject, at most {LONGEST} a file"))
        })
        .collect()
}
