//! Each operation is where its URL says, with a test; those still missing are listed, and the list only shrinks.

use crate::sources;

/// Operations of the contract that the server does not have yet, one `METHOD path` a line.
const MISSING: &str = "docs/missing-operations.txt";

pub(super) fn check() -> Vec<String> {
    let operations = operations();
    let missing = sources::text(MISSING);
    let done =
        missing.lines().filter(|line| operations.iter().any(|(method, path)| *line == format!("{method} {path}")));
    let mut found: Vec<String> = done.map(|line| format!("{line} is there now: remove it from {MISSING}")).collect();
    for (method, path) in operations {
        let Some(file) = module(&path) else { continue };
        let surfaces = ["management", "experience", "account", "well_known", ""];
        let sources: Vec<String> =
            surfaces.iter().map(|surface| format!("crates/api/src/{surface}/{file}").replace("//", "/")).collect();
        if !sources.iter().any(|path| exists(path)) {
            found.push(format!("{method} {path} should be in crates/api/src/management/{file}.rs"));
        }
        if !exists(&format!("tests/api/{file}")) {
            found.push(format!("{method} {path} has no test: write tests/api/{file}.rs"));
        }
    }
    found.extend(crate::provoked::missing());
    found
}

/// Every operation that the server describes.
pub(crate) fn operations() -> Vec<(String, String)> {
    let document = avouch_api::document(avouch_api::Api::All);
    let paths = document.get("paths").and_then(serde_json::Value::as_object);
    let paths = paths.into_iter().flatten();
    let each = |(path, methods): (&String, &serde_json::Value)| {
        let methods: Vec<_> = methods.as_object().into_iter().flat_map(|methods| methods.keys()).cloned().collect();
        methods.into_iter().map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.flat_map(each).collect()
}

/// The guess rule: no `/api`, no parameters, `_` for `-`.
pub(crate) fn module(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/api/")?;
    let segments = rest.split('/').filter(|segment| !segment.starts_with('{'));
    let names: Vec<String> = segments
        .map(|segment| segment.trim_start_matches('.').split('.').next().unwrap_or_default().replace('-', "_"))
        .collect();
    let names = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["well_known", "management" | "experience" | "user"] => vec!["well_known".to_owned(), "openapi".to_owned()],
        _ => names,
    };
    Some(names.join("/"))
}

fn exists(module: &str) -> bool {
    let root = sources::root();
    root.join(format!("{module}.rs")).exists() || root.join(format!("{module}/mod.rs")).exists()
}
