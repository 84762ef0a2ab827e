//! Connections: accepted, bounded in time and size, and let finish when the server stops.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use avouch_api::{App, Connection, Listener};
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::onward;
use super::tls::Certificates;

/// How long a client may take for the head of a request, and for a TLS handshake.
const HEAD: Duration = Duration::from_secs(15);

/// Largest head of a request, in bytes; a larger one is answered with 431.
const LARGEST_HEAD: usize = 64 * 1024;

/// Most headers of a request.
const MOST_HEADERS: usize = 100;

/// Requests that one HTTP/2 connection may have under way.
const STREAMS: u32 = 200;

/// A listener and what it serves.
pub(super) struct Accept {
    pub(super) listener: TcpListener,
    pub(super) kind: Listener,
    pub(super) tls: Option<Arc<Certificates>>,
    /// The port that browsers are sent on to, where nothing else is done.
    pub(super) onward: Option<u16>,
    pub(super) app: App,
    /// How long connections may take to finish once the server stops.
    pub(super) patience: Duration,
}

impl Accept {
    /// Accepts until told to stop, then lets connections finish.
    pub(super) async fn run(self, mut stopped: watch::Receiver<bool>) {
        let graceful = GracefulShutdown::new();
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(LARGEST_HEAD)
            .max_headers(MOST_HEADERS)
            .http2()
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(LARGEST_HEAD).unwrap_or(u32::MAX))
            .max_concurrent_streams(STREAMS)
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(HEAD);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = stopped.changed() => break,
            };
            match accepted {
                Ok((stream, peer)) => self.connect(stream, peer, &builder, graceful.watcher()),
                Err(error) => {
                    // Out of file descriptors, most often: others must finish first.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(self.listener);
        if tokio::time::timeout(self.patience, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests did not finish in time");
        }
    }

    fn connect(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        builder: &Builder<TokioExecutor>,
        watcher: hyper_util::server::graceful::Watcher,
    ) {
        // Answers are written whole: nothing is gained by waiting for more.
        drop(stream.set_nodelay(true));
        let connection = Connection { listener: self.kind, peer: peer.ip() };
        let (app, builder, tls) =
            (Served { app: self.app.clone(), onward: self.onward }, builder.clone(), self.tls.clone());
        tokio::spawn(async move {
            match tls {
                None => serve(stream, app, connection, &builder, watcher).await,
                Some(tls) => match tokio::time::timeout(HEAD, tls.accept(stream)).await {
                    Ok(Ok(Some(stream))) => serve(stream, app, connection, &builder, watcher).await,
                    Ok(Ok(None)) => tracing::debug!("a certificate authority looked for a proof"),
                    Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                    Err(_) => tracing::debug!("a TLS handshake took too long"),
                },
            }
        });
    }
}

/// What a connection gets.
#[derive(Clone)]
struct Served {
    app: App,
    onward: Option<u16>,
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    served: Served,
    connection: Connection,
    builder: &Builder<TokioExecutor>,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let served = served.clone();
        async move {
            Ok::<_, Infallible>(match served.onward {
                Some(port) if !onward::is_proof(&request) => onward::answer(&request, port),
                _ => avouch_api::serve(&served.app, connection, request.map(Body::new)).await,
            })
        }
    });
    let served = builder.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(served).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
