//! Every path that the documentation names exists.

use regex::Regex;

use crate::sources;

pub(super) fn check() -> Vec<String> {
    let (Ok(link), Ok(quoted)) = (
        Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)"),
        Regex::new(r"`((?:crates|tests|docs|bench|xtask|scripts|packaging)/[A-Za-z0-9_./-]*)`"),
    ) else {
        return Vec::new();
    };
    let root = sources::root();
    let mut files = sources::below("docs", ".md");
    files.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "STYLE.md", "CHANGELOG.md"].map(str::to_owned));
    let mut found = Vec::new();
    for file in files {
        let text = sources::text(&file);
        if text.is_empty() {
            found.push(format!("{file} is missing"));
        }
        let folder = root.join(&file).parent().map(ToOwned::to_owned).unwrap_or_default();
        let links = link.captures_iter(&text).filter_map(|found| Some(folder.join(found.get(1)?.as_str())));
        let paths = quoted.captures_iter(&text).filter_map(|found| Some(root.join(found.get(1)?.as_str())));
        for path in links.chain(paths).filter(|path| !path.exists()) {
            found.push(format!("{file} names {}, which does not exist", path.display()));
        }
    }
    found
}
