//! An identity and access management server in one binary: the command line, the configuration, and the wiring.

mod cli;
mod commands;
pub mod config;
mod output;
pub mod server;
mod telemetry;

use std::process::ExitCode;

use clap::Parser as _;

/// Why a command failed, in one sentence, with the exit code that scripts see.
#[derive(Debug)]
pub struct Failure {
    /// Exit code, as in `sysexits.h` where one fits.
    pub code: u8,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Failure {
    /// A setting is wrong: exit code 78.
    pub fn config(message: impl Into<String>) -> Self {
        Self { code: 78, message: message.into() }
    }

    /// Something that is needed cannot be used: exit code 69.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self { code: 69, message: message.into() }
    }

    /// The command looked and found a problem: exit code 1.
    pub fn found(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }
}

impl From<avouch_domain::Error> for Failure {
    fn from(error: avouch_domain::Error) -> Self {
        match error.problem() {
            Some(problem) => Self::found(problem.message),
            None => Self::unavailable(error.to_string()),
        }
    }
}

impl From<avouch_store::Error> for Failure {
    fn from(error: avouch_store::Error) -> Self {
        Self::unavailable(error.to_string())
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("avouch").build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(commands::run(arguments));
            // A blocked read of standard input or a slow name server must not keep the process.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(Failure::unavailable(format!("The asynchronous runtime cannot start: {error}."))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.message.is_empty() {
                output::error(&failure.message);
            }
            ExitCode::from(failure.code)
        }
    }
}
