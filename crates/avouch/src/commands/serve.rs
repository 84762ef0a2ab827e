//! `avouch serve`.

use avouch_crypto::Clock;

use crate::config::{Config, LogFormat};
use crate::server::{self, Running};
use crate::{Failure, output, telemetry};

/// Serves until the process is told to stop.
pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let telemetry = telemetry::start(&config)?;
    for (name, value) in config.summary() {
        tracing::info!("{name}: {value}");
    }
    for note in &config.notes {
        tracing::warn!("{note}");
    }
    let running = server::start(&config, Clock::System).await?;
    if config.has_mailbox {
        tracing::warn!(
            "DEVELOPMENT_MAILBOX is on: messages are not sent but shown at {}/mailbox",
            running.endpoints.admin
        );
    }
    greet(&config, &running);
    wait_for_signal().await?;
    tracing::info!("stopping; requests under way get {} seconds", config.shutdown_seconds);
    running.stop().await;
    telemetry.stop();
    Ok(())
}

/// Says where the server is and what to do next.
fn greet(config: &Config, running: &Running) {
    let (user, admin) = (&running.endpoints.user, &running.endpoints.admin);
    let took = running.took;
    if config.log_format == LogFormat::Json {
        tracing::info!(endpoint = %user, admin_endpoint = %admin, ?took, "serving");
        return;
    }
    let token = format!("{user}/oidc/token");
    let text = format!(
        "\n  Avouch serves (ready in {took:.0?}).\n\n  \
           For users and applications   {user}\n  \
           For operators                {admin}\n  \
           OpenAPI document             {user}/api/swagger.json\n\n  \
         Next: make a credential for the Management API,\n\n    \
           avouch bootstrap --m2m ops --json\n\n  \
         and get a token with it:\n\n    \
           curl -u APP_ID:APP_SECRET -d grant_type=client_credentials \\\n      \
             -d resource=https://default.logto.app/api -d scope=all {token}\n"
    );
    output::line(&text);
}

async fn wait_for_signal() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen =
        |kind| signal(kind).map_err(|error| Failure::unavailable(format!("Signals cannot be received: {error}.")));
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
