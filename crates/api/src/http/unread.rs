//! What an answer leaves unread of its request. A little is read to its end, so that the connection can be used again;
//! with more, the client is told that the connection closes, instead of finding out with its next request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, Version, header};

/// Most bytes that are worth reading.
const MOST: u64 = 256 * 1024;

/// How long the rest may take to arrive.
const LONGEST: Duration = Duration::from_millis(250);

/// What a handler may leave behind.
pub(super) struct Unread {
    rest: Arc<Mutex<BodyDataStream>>,
    version: Version,
}

/// A body for a handler, and what is left of it afterwards; nothing where there is no body.
pub(super) fn watch(body: Body, version: Version) -> (Body, Option<Unread>) {
    if body.is_end_stream() {
        return (body, None);
    }
    let rest = Arc::new(Mutex::new(body.into_data_stream()));
    let read = rest.clone();
    let stream =
        stream::poll_fn(move |context| read.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context));
    (Body::from_stream(stream), Some(Unread { rest, version }))
}

impl Unread {
    /// Reads the rest, or says that the connection closes.
    pub(super) async fn settle(self, response: &mut Response) {
        // An answer that is still reading needs the rest itself.
        let Some(rest) = Arc::into_inner(self.rest) else { return };
        let rest = rest.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_read = tokio::time::timeout(LONGEST, drained(rest)).await.unwrap_or(false);
        if !is_read && self.version < Version::HTTP_2 {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// Whether a body ended before it became too long.
async fn drained(mut rest: BodyDataStream) -> bool {
    let mut left = MOST;
    if HttpBody::size_hint(&rest).lower() > left {
        return false;
    }
    while let Some(chunk) = rest.next().await {
        let Ok(chunk) = chunk else { return false };
        match left.checked_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX)) {
            Some(less) => left = less,
            None => return false,
        }
    }
    true
}
