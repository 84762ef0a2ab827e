//! The load: connections that each make one request after the other, as fast as they can or at a pace.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Failure;

/// How long requests run before any is counted.
const WARM_UP: Duration = Duration::from_secs(1);

/// What a scenario showed.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Requests answered with success, by second.
    pub(crate) per_second: f64,
    /// Half of them took at most this long.
    pub(crate) p50: Duration,
    /// All but one of a hundred took at most this long.
    pub(crate) p99: Duration,
    /// Requests that failed.
    pub(crate) failed: usize,
}

/// How much load, and how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) time: Duration,
    /// Requests a second of all connections together; as many as are answered otherwise.
    pub(crate) pace: Option<f64>,
}

/// Runs the requests in turn over some connections for some time.
pub(crate) async fn run(
    authority: &str,
    requests: Arc<Vec<Request<Full<Bytes>>>>,
    load: Load,
) -> Result<Measured, Failure> {
    let Load { connections, time, pace } = load;
    #[expect(clippy::cast_precision_loss, reason = "a count of connections is small")]
    let between = pace.map(|pace| Duration::from_secs_f64(connections as f64 / pace.max(1.0)));
    let began = Instant::now() + WARM_UP;
    // Each connection begins at its own share: what is made once is not made twice.
    let share = (requests.len() / connections.max(1)).max(1);
    let mut tasks = Vec::new();
    for first in 0..connections {
        let stream = TcpStream::connect(authority).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let turn = Turn { number: first, of: connections, share, between, began, until: began + time };
        tasks.push(tokio::spawn(one(sender, Arc::clone(&requests), turn)));
    }
    let (mut took, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (own, own_failed) = task.await?;
        took.extend(own);
        failed += own_failed;
    }
    Ok(Measured::of(took, failed, time))
}

impl Measured {
    /// How long each request took, within some time.
    pub(crate) fn of(mut took: Vec<Duration>, failed: usize, time: Duration) -> Self {
        took.sort_unstable();
        let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a count of requests is small")]
        let per_second = took.len() as f64 / time.as_secs_f64();
        Self { per_second, p50: at(50), p99: at(99), failed }
    }
}

/// What one connection does.
struct Turn {
    number: usize,
    of: usize,
    share: usize,
    between: Option<Duration>,
    began: Instant,
    until: Instant,
}

impl Turn {
    /// When the next request is due: connections take turns, so that requests come evenly.
    fn first(&self) -> Instant {
        let numbers = u32::try_from(self.number).unwrap_or(0) * self.between.unwrap_or_default();
        Instant::now() + numbers / u32::try_from(self.of).unwrap_or(1).max(1)
    }
}

async fn one(
    mut sender: http1::SendRequest<Full<Bytes>>,
    requests: Arc<Vec<Request<Full<Bytes>>>>,
    turn: Turn,
) -> (Vec<Duration>, usize) {
    let (mut took, mut failed) = (Vec::with_capacity(4096), 0);
    let first = turn.number * turn.share;
    let mut due = turn.first();
    for request in requests.iter().cycle().skip(first % requests.len().max(1)) {
        let sent = if let Some(between) = turn.between {
            tokio::time::sleep_until(due.into()).await;
            // What comes late counts from when it was due.
            let sent = due;
            due += between;
            sent
        } else {
            Instant::now()
        };
        if sent >= turn.until {
            break;
        }
        let fine = match sender.send_request(request.clone()).await {
            Ok(answer) => {
                let status = answer.status();
                let whole = answer.into_body().collect().await.is_ok();
                whole && (status.is_success() || status == StatusCode::NOT_MODIFIED)
            }
            Err(_) => break,
        };
        if sent >= turn.began {
            if fine {
                took.push(sent.elapsed());
            } else {
                failed += 1;
            }
        }
    }
    (took, failed)
}
