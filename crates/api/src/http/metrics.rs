//! Figures for Prometheus.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Bounds of the durations, in seconds.
const BOUNDS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    surface: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Surface {
    surface: &'static str,
}

/// Figures of the HTTP surfaces.
#[derive(Clone, Debug)]
pub struct Metrics {
    requests: Family<Labels, Counter>,
    durations: Family<Surface, Histogram>,
    in_flight: Gauge,
    registry: Arc<Registry>,
}

/// Hashes of passwords, which are counted where they are made.
#[derive(Debug)]
struct Hashes(Arc<AtomicU64>);

impl Collector for Hashes {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let made = ConstCounter::new(self.0.load(Ordering::Relaxed));
        let help = "Checks of passwords and new hashes, each a costly computation";
        made.encode(encoder.encode_descriptor("password_hashes", help, None, made.metric_type())?)
    }
}

impl Metrics {
    /// Figures, with the number of passwords that were hashed.
    pub fn new(hashes: Arc<AtomicU64>) -> Self {
        let requests = Family::default();
        let durations: Family<Surface, Histogram> = Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let in_flight = Gauge::default();
        let mut registry = Registry::with_prefix("avouch");
        registry.register("http_requests", "Requests by surface and status", requests.clone());
        registry.register("http_request_duration_seconds", "Time to the answer, by surface", durations.clone());
        registry.register("http_requests_in_flight", "Requests under way", in_flight.clone());
        registry.register_collector(Box::new(Hashes(hashes)));
        Self { requests, durations, in_flight, registry: Arc::new(registry) }
    }
}

/// Counts a request as under way until it is dropped.
#[derive(Debug)]
pub(crate) struct InFlight<'a>(&'a Gauge);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn begin(&self) -> InFlight<'_> {
        self.in_flight.inc();
        InFlight(&self.in_flight)
    }

    pub(crate) fn count(&self, path: &str, status: u16, took: Duration) {
        let surface = surface(path);
        self.requests.get_or_create(&Labels { surface, status }).inc();
        self.durations.get_or_create(&Surface { surface }).observe(took.as_secs_f64());
    }

    /// All figures in the text format.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        match prometheus_client::encoding::text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(error) => {
                tracing::error!(%error, "the figures could not be written");
                String::new()
            }
        }
    }
}

/// A bounded set of names, whatever paths are asked for.
fn surface(path: &str) -> &'static str {
    match path {
        path if path.starts_with("/oidc/token") => "token",
        path if path.starts_with("/oidc") => "oidc",
        path if path.starts_with("/api/.well-known") => "well_known",
        path if path.starts_with("/api/experience") => "experience",
        path if path.starts_with("/api/my-account") || path.starts_with("/api/verifications") => "account",
        path if path.starts_with("/api") => "management",
        _ => "pages",
    }
}
