//! Refusals that tests provoke: noted by the tests as they run, kept in `tests/provoked.tsv`, held against what routes
//! declare.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use avouch_api::{Api, document};
use serde_json::Value;

use crate::sources;

/// Where it is kept: operation, status, code and databases a line.
const FILE: &str = "tests/provoked.tsv";

/// Groups of operations whose every code has to be provoked on both databases.
const TAGS: &[&str] = &[
    "Applications",
    "Resources",
    "Roles",
    "Users",
    "Organizations",
    "Organization roles",
    "Organization scopes",
    "Organization invitations",
    "Dashboard",
    "Experience",
    "Interaction",
    "My account",
    "Verifications",
    "Account center",
];

const DATABASES: [&str; 2] = ["postgres", "sqlite"];

/// Codes that no request of a test can provoke, with the reason.
const BEYOND: &[(&str, &str)] = &[
    ("GET /api/resources guard.invalid_input", "the query has flags only, and what is no yes is a no"),
    ("GET /api/users/export guard.invalid_input", "the query has flags only, and what is no yes is a no"),
    (
        "POST /api/experience/verification/web-authn/registration/verify session.identity_conflict",
        "an interaction has one user, whose all its passkeys are",
    ),
    (
        "POST /api/experience/verification/web-authn/authentication/verify session.identity_conflict",
        "an interaction has one user, whose all its passkeys are",
    ),
    (
        "GET /api/my-account/trusted-devices guard.invalid_input",
        "only the page can be wrong with its query, which has a code of its own",
    ),
    ("POST /api/users/import guard.invalid_input", "what is wrong with a line is told in the line's answer"),
];

/// A refusal of an operation: `GET /api/roles`, status and code.
type Refusal = (String, u16, String);

/// Refusals with the databases that they were provoked on.
type Refusals = BTreeMap<Refusal, BTreeSet<String>>;

/// Every refusal that the routes of these groups declare.
pub(crate) fn declared() -> Vec<Refusal> {
    let document = document(Api::All);
    let mut found = Vec::new();
    for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten().filter(|(_, operation)| is_held(operation)) {
            let name = format!("{} {path}", method.to_uppercase());
            for (status, answer) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
                let description = answer.get("description").and_then(Value::as_str).unwrap_or_default();
                let codes = description.split('`').filter(|word| word.contains('.'));
                let status = status.parse().unwrap_or_default();
                found.extend(codes.map(|code| (name.clone(), status, code.to_owned())));
            }
        }
    }
    found
}

fn is_held(operation: &Value) -> bool {
    let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    tags.filter_map(Value::as_str).any(|tag| TAGS.contains(&tag))
}

/// What is kept.
pub(crate) fn kept() -> Refusals {
    let mut kept = Refusals::new();
    for line in sources::text(FILE).lines() {
        if let [operation, status, code, databases] = line.split('\t').collect::<Vec<_>>().as_slice() {
            let refusal = ((*operation).to_owned(), status.parse().unwrap_or_default(), (*code).to_owned());
            kept.insert(refusal, databases.split(' ').map(ToOwned::to_owned).collect());
        }
    }
    kept
}

/// What the tests of one run noted in a folder, by operation.
fn noted(folder: &Path) -> Refusals {
    let declared = declared();
    let operations: BTreeSet<&String> = declared.iter().map(|(operation, ..)| operation).collect();
    let mut noted = Refusals::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        for line in std::fs::read_to_string(entry.path()).unwrap_or_default().lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            let [method, path, status, code, database] = parts.as_slice() else { continue };
            let fits = operations.iter().filter(|operation| is_at(operation, method, path));
            // `/api/users/import` is no user called so.
            let Some(operation) = fits.min_by_key(|operation| operation.matches('{').count()) else { continue };
            let refusal = ((*operation).clone(), status.parse().unwrap_or_default(), (*code).to_owned());
            if declared.contains(&refusal) {
                noted.entry(refusal).or_default().insert((*database).to_owned());
            }
        }
    }
    noted
}

fn is_at(operation: &str, method: &str, path: &str) -> bool {
    let Some(template) = operation.strip_prefix(method).and_then(|rest| rest.strip_prefix(' ')) else { return false };
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(expected, own)| expected.starts_with('{') || *expected == own)
}

/// Adds what a run noted to what is kept.
pub(crate) fn keep(folder: &str) -> ExitCode {
    let mut kept = kept();
    let declared = declared();
    kept.retain(|refusal, _| declared.contains(refusal));
    for (refusal, databases) in noted(Path::new(folder)) {
        kept.entry(refusal).or_default().extend(databases);
    }
    let mut text = String::new();
    for ((operation, status, code), databases) in &kept {
        let databases: Vec<&str> = databases.iter().map(String::as_str).collect();
        let _ = writeln!(text, "{operation}\t{status}\t{code}\t{}", databases.join(" "));
    }
    if let Err(error) = std::fs::write(sources::root().join(FILE), text) {
        println!("{FILE} cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    println!("{} refusals are provoked", kept.len());
    ExitCode::SUCCESS
}

/// Fails if something is kept that a run of all tests did not provoke.
pub(crate) fn check(folder: &str) -> ExitCode {
    let noted = noted(Path::new(folder));
    let mut stale = 0;
    for (refusal, databases) in kept() {
        for database in databases {
            if !noted.get(&refusal).is_some_and(|seen| seen.contains(&database)) {
                let (operation, status, code) = &refusal;
                println!("no test provokes {status} {code} of {operation} on {database} any more: see {FILE}");
                stale += 1;
            }
        }
    }
    if stale == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What routes declare and no test provokes on both databases.
pub(crate) fn missing() -> Vec<String> {
    let kept = kept();
    let nowhere = BTreeSet::new();
    let mut found = Vec::new();
    for refusal in declared() {
        let (operation, status, code) = &refusal;
        let is_beyond =
            BEYOND.iter().any(|(beyond, _)| *beyond == code || *beyond == format!("{operation} {code}").as_str());
        if is_beyond {
            continue;
        }
        let seen = kept.get(&refusal).unwrap_or(&nowhere);
        for database in DATABASES.iter().filter(|database| !seen.contains(**database)) {
            found.push(format!(
                "no test provokes {status} {code} of {operation} on {database}: write one, run it with \
                 AVOUCH_PROVOKED=FOLDER, then cargo run -p xtask -- provoked FOLDER"
            ));
        }
    }
    found
}
