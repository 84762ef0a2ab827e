//! Checks of what was agreed on; each says what to do.

mod conformance;
mod docs;
mod errors;
mod generated;
mod layers;
pub(crate) mod operations;
mod sizes;

use std::process::ExitCode;

/// What is not as it should be.
type Check = fn() -> Vec<String>;

/// Runs every check.
pub(crate) fn run() -> ExitCode {
    let checks: [(&str, Check); 7] = [
        ("sizes", sizes::check),
        ("layers", layers::check),
        ("operations", operations::check),
        ("errors", errors::check),
        ("docs", docs::check),
        ("conformance", conformance::check),
        ("generated files", generated::check),
    ];
    let mut complaints = 0;
    for (name, check) in checks {
        for complaint in check() {
            println!("{name}: {complaint}");
            complaints += 1;
        }
    }
    if complaints > 0 {
        println!("{complaints} things to tidy");
        return ExitCode::FAILURE;
    }
    println!("the house is in order");
    ExitCode::SUCCESS
}
