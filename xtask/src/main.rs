//! Keeps the house in order: what is generated is up to date, and what was agreed holds.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

mod generate;
mod provoked;
mod sources;
mod tidy;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate"] => generate::write(),
        ["tidy"] => tidy::run(),
        ["provoked", folder] => provoked::keep(folder),
        ["provoked", "--check", folder] => provoked::check(folder),
        _ => {
            println!("usage: cargo run -p xtask -- generate   writes the generated files again");
            println!("       cargo run -p xtask -- tidy       checks what was agreed on");
            println!("       cargo run -p xtask -- provoked [--check] FOLDER");
            println!("           keeps, or checks, what tests noted that ran with AVOUCH_PROVOKED=FOLDER");
            ExitCode::from(2)
        }
    }
}
