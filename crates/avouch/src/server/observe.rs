//! Figures and health, at an address of their own that users do not reach.

use avouch_api::Metrics;
use avouch_store::Store;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{Request, StatusCode, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use std::convert::Infallible;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

#[derive(Clone)]
struct Observed {
    store: Store,
    metrics: Metrics,
}

/// Serves until told to stop.
pub(super) async fn run(listener: TcpListener, store: Store, metrics: Metrics, mut stopped: watch::Receiver<bool>) {
    let router = Router::new()
        .route("/metrics", get(figures))
        .route("/health/live", get(async || "ok"))
        .route("/health/ready", get(ready))
        .with_state(Observed { store, metrics });
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let router = router.clone();
                async move { Ok::<_, Infallible>(router.oneshot(request.map(Body::new)).await.into_response()) }
            });
            if let Err(error) = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await
            {
                tracing::debug!(%error, "a connection for figures ended early");
            }
        });
    }
}

async fn figures(State(observed): State<Observed>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], observed.metrics.encode()).into_response()
}

/// Ready while the database answers.
async fn ready(State(observed): State<Observed>) -> Response {
    match observed.store.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}
