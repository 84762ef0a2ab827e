//! Each test that the table of conformance names exists, and each row says how it stands.

use regex::Regex;

use crate::sources;

const TABLE: &str = "docs/conformance.md";

/// How a row may stand; those of the first kind need a test.
const SHOWN: [&str; 2] = ["passes", "partly"];
const NOT_SHOWN: [&str; 2] = ["differs", "not covered"];

pub(super) fn check() -> Vec<String> {
    let Ok(test) = Regex::new(r"`([a-z_/]+\.rs)` `([a-z0-9_]+)`") else { return Vec::new() };
    let mut found = Vec::new();
    for line in sources::text(TABLE).lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [module, tests, result] = cells.as_slice() else {
            found.push(format!("{TABLE}: a row has a module, tests and a result: {line}"));
            continue;
        };
        let begins = |words: &[&str]| words.iter().any(|word| result.starts_with(word));
        if !begins(&SHOWN) && !begins(&NOT_SHOWN) {
            found.push(format!("{TABLE}: {module} says \"{result}\": begin with one of the words above the tables"));
        }
        if begins(&SHOWN) && !test.is_match(tests) {
            found.push(format!("{TABLE}: {module} names no test"));
        }
        for named in test.captures_iter(tests) {
            let (Some(file), Some(name)) = (named.get(1), named.get(2)) else { continue };
            let path = format!("tests/api/oidc/{}", file.as_str());
            if !has(&sources::text(&path), name.as_str()) {
                found.push(format!("{TABLE}: {module} names {} of {path}, which does not exist", name.as_str()));
            }
        }
    }
    found
}

/// Whether a file has a test of a name: a function, or an entry of a macro that makes one for each database.
fn has(text: &str, name: &str) -> bool {
    let before = [format!("fn {name}("), format!("!({name},"), format!("!(held {name},"), format!("    {name}: ")];
    before.iter().any(|wanted| text.contains(wanted.as_str()))
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn a_test_is_known_by_how_it_is_made() {
        let text =
            "on_both!(held a_test, server, {\nextended!(other, \"dpop\", server, {\nfapi! {\n    third: run,\n}\n";
        assert!(has(text, "a_test") && has(text, "other") && has(text, "third"));
        assert!(!has(text, "test") && !has(text, "run") && !has(text, "dpop"));
    }
}
