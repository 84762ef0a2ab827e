//! Measures a server through its public API. `--help` lists what can be chosen; docs/performance.md has results.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

mod api;
mod flows;
mod limits;
mod load;
mod process;
mod report;
mod scenarios;
mod tenant;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use crate::api::Api;
use crate::flows::Flow;
use crate::limits::Limit;
use crate::process::Process;
use crate::report::{Report, Row};

/// Anything that went wrong, in words.
type Failure = Box<dyn std::error::Error>;

/// Measures requests a second, latency, memory and start-up of an Avouch server.
#[derive(Debug, Parser)]
#[command(name = "avouch-bench")]
struct Arguments {
    /// The binary to start and measure.
    #[arg(long, default_value = "target/release/avouch")]
    binary: PathBuf,
    /// Database of the started server; a new SQLite file otherwise. It should be empty.
    #[arg(long)]
    db_url: Option<String>,
    /// Another server to measure in the same run, such as <http://localhost:4001>.
    #[arg(long, requires_all = ["other_id", "other_secret"])]
    other: Option<String>,
    /// A machine-to-machine application of the other server that may use its Management API.
    #[arg(long)]
    other_id: Option<String>,
    /// Its secret.
    #[arg(long)]
    other_secret: Option<String>,
    /// Seconds for each scenario.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Connections at once.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Users to create first.
    #[arg(long, default_value_t = 1000)]
    users: usize,
    /// Only scenarios whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let limits = limits::measure(arguments.db_url.as_deref()).await?;
    let process = Process::start(&arguments.binary, arguments.db_url.as_deref()).await?;
    let mut report = Report::new(limits);
    let own = Arc::new(Api::connect(&process.address(), process::APP.0, process::APP.1).await?);
    report.started(process.empty_start(), process.start_again(), process.resident());
    measure(arguments, "avouch", &own, &mut report).await?;
    report.resident_after(process.resident());
    if let (Some(url), Some(id), Some(secret)) = (&arguments.other, &arguments.other_id, &arguments.other_secret) {
        let other = Arc::new(Api::connect(url, id, secret).await?);
        measure(arguments, "other", &other, &mut report).await?;
    }
    println!("{}", if arguments.json { report.json() } else { report.table() });
    Ok(())
}

async fn measure(
    arguments: &Arguments,
    server: &'static str,
    api: &Arc<Api>,
    report: &mut Report,
) -> Result<(), Failure> {
    let tenant = tenant::prepare(api, arguments.users).await?;
    for scenario in scenarios::all(api, &tenant)? {
        if scenario.name.contains(&arguments.only) {
            let seconds = Duration::from_secs(arguments.seconds);
            let measured = load::run(api.authority(), scenario.requests, arguments.connections, seconds).await?;
            report.add(Row { server, scenario: scenario.name, limit: scenario.limit, measured });
        }
    }
    let flows = [
        (Flow::SignIn, "password sign-ins", Limit::Argon2),
        (Flow::Refresh, "refreshed tokens", Limit::Signature),
        (Flow::Userinfo, "userinfo with opaque tokens", Limit::None),
        (Flow::Introspection, "introspection of opaque tokens", Limit::None),
    ];
    let wanted: Vec<_> = flows.into_iter().filter(|(_, name, _)| name.contains(&arguments.only)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let people = Arc::new(flows::prepare(api, arguments.connections).await?);
    for (flow, scenario, limit) in wanted {
        let measured = flows::run(api, &people, flow, Duration::from_secs(arguments.seconds)).await?;
        report.add(Row { server, scenario, limit, measured });
    }
    Ok(())
}
