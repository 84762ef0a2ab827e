//! Logs and traces.

mod otlp;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::Failure;
use crate::config::{Config, LogFormat};

/// Traces on their way out.
pub(crate) struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Sends what is left.
    pub(crate) fn stop(self) {
        if let Some(traces) = self.traces
            && let Err(error) = traces.shutdown()
        {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Starts to log, and to trace if a collector is named.
pub(crate) fn start(config: &Config) -> Result<Telemetry, Failure> {
    let wrong = || Failure::config(format!("LOG_LEVEL: `{}` is not a level or a filter.", config.log_level));
    let filter = EnvFilter::builder().parse(&config.log_level).map_err(|_| wrong())?;
    let logs = match config.log_format {
        LogFormat::Pretty => fmt::layer().with_writer(std::io::stderr).with_target(false).boxed(),
        LogFormat::Json => {
            fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr).boxed()
        }
    };
    let traces = config.otlp_endpoint.as_deref().map(otlp::provider).transpose()?;
    let layer = traces.as_ref().map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("avouch")));
    let installed = tracing_subscriber::registry().with(filter).with(logs).with(layer).try_init();
    installed.map_err(|error| Failure::config(format!("Logging cannot start: {error}.")))?;
    Ok(Telemetry { traces })
}
