//! Measures a server through its public API. `--help` lists what can be chosen; docs/performance.md has results.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

mod api;
mod browser;
mod enumeration;
mod flows;
mod limits;
mod load;
mod mail;
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
use crate::load::Load;
use crate::process::Process;
use crate::report::{Report, Row};
use crate::scenarios::Scenario;
use crate::tenant::Tenant;

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
    /// People who sign in and refresh at once.
    #[arg(long, default_value_t = 64)]
    people: usize,
    /// Measure each scenario once more at half of its peak.
    #[arg(long)]
    half: bool,
    /// Users to create first.
    #[arg(long, default_value_t = 1000)]
    users: usize,
    /// Only scenarios whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
    /// Compare how long answers about registered and unknown people take, and nothing else.
    #[arg(long, conflicts_with = "json")]
    enumeration: bool,
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
    if arguments.enumeration {
        println!("{}", enumeration::measure(&own).await?);
        return Ok(());
    }
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
    let load = Load { connections: arguments.connections, time: Duration::from_secs(arguments.seconds), pace: None };
    for scenario in scenarios::all(api, &tenant).await? {
        if scenario.name.contains(&arguments.only) {
            let Scenario { name, limit, requests } = scenario;
            let requests = Arc::new(requests);
            let measured = load::run(api.authority(), Arc::clone(&requests), load).await?;
            let peak = measured.per_second;
            report.add(Row { server, scenario: name.to_owned(), limit, measured });
            if arguments.half {
                let half = Load { pace: Some(peak / 2.0), ..load };
                let measured = load::run(api.authority(), requests, half).await?;
                report.add(Row { server, scenario: format!("{name}, at half of that"), limit, measured });
            }
        }
    }
    flows(arguments, server, api, &tenant, report).await
}

/// Users read every second while people sign in.
const MEANWHILE: f64 = 500.0;

async fn flows(
    arguments: &Arguments,
    server: &'static str,
    api: &Arc<Api>,
    tenant: &Tenant,
    report: &mut Report,
) -> Result<(), Failure> {
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
    let people = Arc::new(flows::prepare(api, arguments.people).await?);
    let time = Duration::from_secs(arguments.seconds);
    for (flow, scenario, limit) in wanted {
        let mut row = |scenario: &str, limit, measured| {
            report.add(Row { server, scenario: scenario.to_owned(), limit, measured });
        };
        if matches!(flow, Flow::SignIn) {
            let reads = Arc::new(scenarios::user(api, tenant)?.requests);
            let load = Load { connections: 8, time, pace: Some(MEANWHILE) };
            let (measured, meanwhile) =
                tokio::try_join!(flows::run(api, &people, flow, time), load::run(api.authority(), reads, load))?;
            row(scenario, limit, measured);
            row("user by id, 500 a second meanwhile", Limit::None, meanwhile);
        } else {
            row(scenario, limit, flows::run(api, &people, flow, time).await?);
        }
    }
    Ok(())
}
