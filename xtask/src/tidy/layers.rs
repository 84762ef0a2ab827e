//! Crates use only what lies below them.

use std::process::Command;

use serde_json::Value;

/// Each crate with those of ours that it may use, and outside crates that only some may touch.
const MAY_USE: &[(&str, &[&str])] = &[
    ("avouch-shape-derive", &[]),
    ("avouch-shape", &["avouch-shape-derive"]),
    ("avouch-model", &["avouch-shape"]),
    ("avouch-crypto", &["avouch-model"]),
    ("avouch-store", &["avouch-model", "avouch-shape", "avouch-crypto"]),
    ("avouch-phone", &[]),
    ("avouch-saml", &[]),
    ("avouch-connectors", &["avouch-shape", "avouch-crypto", "avouch-outbound", "avouch-saml"]),
    (
        "avouch-domain",
        &[
            "avouch-model",
            "avouch-shape",
            "avouch-crypto",
            "avouch-phone",
            "avouch-store",
            "avouch-connectors",
            "avouch-saml",
            "avouch-outbound",
            "avouch-script",
            "avouch-web",
            "avouch-webauthn",
            "avouch-storage",
        ],
    ),
    (
        "avouch-oidc",
        &[
            "avouch-model",
            "avouch-shape",
            "avouch-crypto",
            "avouch-store",
            "avouch-domain",
            "avouch-outbound",
            "avouch-script",
        ],
    ),
    (
        "avouch-signin",
        &[
            "avouch-model",
            "avouch-shape",
            "avouch-crypto",
            "avouch-store",
            "avouch-domain",
            "avouch-outbound",
            "avouch-webauthn",
        ],
    ),
    (
        "avouch-account",
        &[
            "avouch-model",
            "avouch-shape",
            "avouch-crypto",
            "avouch-store",
            "avouch-domain",
            "avouch-outbound",
            "avouch-storage",
            "avouch-webauthn",
        ],
    ),
    ("avouch-outbound", &[]),
    ("avouch-storage", &[]),
    ("avouch-script", &["avouch-crypto", "avouch-outbound"]),
    ("avouch-web", &[]),
    ("avouch-webauthn", &["avouch-crypto", "avouch-shape"]),
    ("avouch-jobs", &["avouch-crypto", "avouch-model", "avouch-store", "avouch-domain", "avouch-outbound"]),
    (
        "avouch-api",
        &[
            "avouch-model",
            "avouch-shape",
            "avouch-crypto",
            "avouch-store",
            "avouch-domain",
            "avouch-account",
            "avouch-oidc",
            "avouch-signin",
            "avouch-outbound",
            "avouch-web",
            "avouch-webauthn",
            "avouch-storage",
        ],
    ),
];

/// Outside crates with those of ours that may use them.
const ONLY_FOR: &[(&str, &[&str])] = &[
    ("axum", &["avouch-api", "avouch"]),
    ("reqwest", &["avouch-outbound"]),
    ("rusqlite", &["avouch-store", "avouch-bench"]),
    ("tokio-postgres", &["avouch-store", "avouch-testkit", "avouch-bench"]),
    ("aws-lc-rs", &["avouch-crypto", "avouch-api", "avouch-connectors", "avouch-webauthn"]),
];

pub(super) fn check() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(crate::sources::root())
        .output();
    let metadata: Value = match output {
        Ok(output) => serde_json::from_slice(&output.stdout).unwrap_or_default(),
        Err(error) => return vec![format!("cargo metadata does not run: {error}")],
    };
    let packages = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    packages.iter().flat_map(complaints).collect()
}

fn complaints(package: &Value) -> Vec<String> {
    let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
    let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for dependency in dependencies.filter(|dependency| dependency.get("kind").is_none_or(Value::is_null)) {
        let used = dependency.get("name").and_then(Value::as_str).unwrap_or_default();
        if used.starts_with("avouch")
            && let Some((_, may)) = MAY_USE.iter().find(|(own, _)| *own == name)
            && !may.contains(&used)
        {
            found.push(format!("{name} uses {used}, which is not below it; ARCHITECTURE.md shows the order"));
        }
        if let Some((_, users)) = ONLY_FOR.iter().find(|(outside, _)| *outside == used)
            && !users.contains(&name)
        {
            found.push(format!("{name} uses {used}; only {} may", users.join(", ")));
        }
    }
    found
}
