//! Files that are written from the code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use avouch_api::{Api, document};
use avouch_domain::Error;
use serde_json::Value;

use crate::tidy::operations::{self, operations};
use crate::{provoked, sources};

/// Every generated file with its content.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    vec![
        ("docs/openapi.json", openapi()),
        ("docs/configuration.md", configuration()),
        ("docs/errors.md", errors()),
        ("docs/operations.md", table()),
    ]
}

/// Writes them.
pub(crate) fn write() -> ExitCode {
    for (path, content) in files() {
        if sources::text(path) != content {
            if let Err(error) = std::fs::write(sources::root().join(path), content) {
                println!("{path} cannot be written: {error}");
                return ExitCode::FAILURE;
            }
            println!("wrote {path}");
        }
    }
    ExitCode::SUCCESS
}

fn openapi() -> String {
    format!("{:#}\n", document(Api::All))
}

fn configuration() -> String {
    let mut text = "# Configuration\n\n\
        Settings come from the environment, or from a TOML file named by `--config` or `AVOUCH_CONFIG` with the same \
        names in lower case; the environment goes first. A wrong value stops the start with a sentence that names the \
        setting. `avouch doctor` checks them all.\n\n\
        | Setting | What it does |\n|---|---|\n"
        .to_owned();
    for setting in avouch::config::SETTINGS {
        let _ = writeln!(text, "| `{}` | {} |", setting.name, setting.help);
    }
    text
}

fn errors() -> String {
    let mut text = "# Error codes\n\n\
        Programs read `code`; `message` is for people and may change.\n\n\
        | Code | Status |\n|---|---|\n"
        .to_owned();
    let mut codes: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for (code, status) in Error::CODES {
        let statuses = codes.entry(code).or_default();
        if !statuses.contains(status) {
            statuses.push(*status);
        }
    }
    for (code, mut statuses) in codes {
        statuses.sort_unstable();
        let statuses: Vec<String> = statuses.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "| `{code}` | {} |", statuses.join(", "));
    }
    text
}

/// Each operation with its test and the codes of its errors that the test provokes.
fn table() -> String {
    let mut text = "# Operations\n\n\
        Each operation with its test, and those of its error codes that tests provoke. Of applications, resources, \
        roles, users, organizations and what belongs to them, that is every code, on both databases, noted by the \
        tests themselves (`tests/provoked.tsv`); of the others, those that the test names.\n\n\
        | Operation | Test | Codes provoked |\n|---|---|---|\n"
        .to_owned();
    let document = document(Api::All);
    let (declared, kept) = (provoked::declared(), provoked::kept());
    for (method, path) in operations() {
        let Some(module) = operations::module(&path) else { continue };
        let file = [format!("tests/api/{module}.rs"), format!("tests/api/{module}/mod.rs")]
            .into_iter()
            .find(|file| sources::root().join(file).exists())
            .unwrap_or_default();
        let test = sources::text(&file);
        let operation = document.get("paths").and_then(|paths| paths.get(&path)?.get(method.to_lowercase()));
        let name = format!("{method} {path}");
        let is_noted = declared.iter().any(|(operation, ..)| *operation == name);
        let is_provoked = |code: &String| {
            if is_noted {
                return kept.keys().any(|(operation, _, own)| *operation == name && own == code);
            }
            test.contains(&format!("\"{code}\""))
        };
        let codes: Vec<String> = codes(operation).into_iter().filter(is_provoked).collect();
        let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        let _ = writeln!(text, "| `{method} {path}` | `{file}` | {} |", codes.join(" "));
    }
    text
}

fn codes(operation: Option<&Value>) -> Vec<String> {
    let responses = operation.and_then(|operation| operation.get("responses")?.as_object());
    let descriptions = responses.into_iter().flatten().filter_map(|(_, answer)| answer.get("description")?.as_str());
    descriptions
        .flat_map(|description| description.split('`').map(ToOwned::to_owned).collect::<Vec<_>>())
        .filter(|word| word.contains('.'))
        .collect()
}
