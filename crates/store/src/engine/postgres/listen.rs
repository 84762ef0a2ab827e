//! What other nodes change arrives here; without this channel the caches stand aside.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio_postgres::{AsyncMessage, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::changes::{Change, Changes};

/// The channel that every node listens on.
pub(crate) const CHANNEL: &str = "avouch_changes";

/// How long to wait before the channel is tried again.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) fn start(config: Config, tls: MakeRustlsConnect, changes: Changes) {
    changes.suspend();
    tokio::spawn(async move {
        loop {
            if let Err(failure) = listen(&config, &tls, &changes).await {
                tracing::warn!(%failure, "the channel between nodes is down; caches stand aside until it is back");
            }
            changes.suspend();
            tokio::time::sleep(PAUSE).await;
        }
    });
}

async fn listen(config: &Config, tls: &MakeRustlsConnect, changes: &Changes) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = config.connect(tls.clone()).await?;
    let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
    let subscribe = async { client.batch_execute(&format!("listen {CHANNEL}")).await };
    tokio::pin!(subscribe);
    let mut subscribed = false;
    loop {
        tokio::select! {
            outcome = &mut subscribe, if !subscribed => {
                outcome?;
                subscribed = true;
                // What happened before the subscription was not heard.
                changes.everything();
                changes.resume();
            }
            message = messages.next() => match message {
                Some(Ok(AsyncMessage::Notification(notification))) => match Change::parse_all(notification.payload()) {
                    Some(heard) => changes.heard(&heard),
                    // From a newer version: better to forget too much.
                    None => changes.everything(),
                },
                Some(Ok(_)) => {}
                Some(Err(failure)) => return Err(failure),
                None => return Ok(()),
            },
        }
    }
}
