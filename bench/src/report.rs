//! What was measured, as a table or as JSON.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::json;

use crate::limits::{Limit, Limits};
use crate::load::Measured;

/// A scenario of a server.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) server: &'static str,
    pub(crate) scenario: String,
    pub(crate) limit: Limit,
    pub(crate) measured: Measured,
}

/// Everything that was measured.
#[derive(Debug)]
pub(crate) struct Report {
    limits: Limits,
    empty_start: Duration,
    start: Duration,
    idle: u64,
    loaded: u64,
    rows: Vec<Row>,
}

impl Report {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, empty_start: Duration::ZERO, start: Duration::ZERO, idle: 0, loaded: 0, rows: Vec::new() }
    }

    pub(crate) fn started(&mut self, empty: Duration, again: Duration, resident: u64) {
        (self.empty_start, self.start, self.idle) = (empty, again, resident);
    }

    pub(crate) fn resident_after(&mut self, resident: u64) {
        self.loaded = resident;
    }

    pub(crate) fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The table that docs/performance.md shows.
    pub(crate) fn table(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "| Server | Scenario | Requests/s | p50 | p99 | Failed | Of the limit |");
        let _ = writeln!(text, "|---|---|---:|---:|---:|---:|---:|");
        for Row { server, scenario, limit, measured } in &self.rows {
            let Measured { per_second, p50, p99, failed } = measured;
            let ratio =
                self.limits.of(*limit).map_or_else(String::new, |most| format!("{:.0} %", 100.0 * per_second / most));
            let _ = writeln!(
                text,
                "| {server} | {scenario} | {per_second:.0} | {} ms | {} ms | {failed} | {ratio} |",
                millis(*p50),
                millis(*p99)
            );
        }
        let Limits { signatures, argon2, rows } = self.limits;
        let _ = writeln!(text);
        let _ = writeln!(
            text,
            "Limits of the machine, each alone on all cores: {signatures:.0} ES384 signatures/s, {argon2:.0} Argon2 hashes/s, {rows:.0} one-row reads/s."
        );
        let _ = writeln!(
            text,
            "Start to first answer: {} ms on an empty database, {} ms on an existing one.",
            millis(self.empty_start),
            millis(self.start)
        );
        let _ =
            write!(text, "Resident memory: {} MB idle, {} MB after the load.", self.idle / 1024, self.loaded / 1024);
        text
    }

    pub(crate) fn json(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            json!({
                "server": row.server,
                "scenario": row.scenario,
                "perSecond": row.measured.per_second.round(),
                "p50Ms": millis(row.measured.p50),
                "p99Ms": millis(row.measured.p99),
                "failed": row.measured.failed,
            })
        });
        let limits =
            json!({ "signatures": self.limits.signatures, "argon2": self.limits.argon2, "rows": self.limits.rows });
        json!({
            "scenarios": rows.collect::<Vec<_>>(),
            "limits": limits,
            "startMs": { "empty": millis(self.empty_start), "existing": millis(self.start) },
            "residentKb": { "idle": self.idle, "loaded": self.loaded },
        })
        .to_string()
    }
}

/// Milliseconds with one digit.
pub(crate) fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
