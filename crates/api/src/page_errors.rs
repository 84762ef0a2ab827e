//! `/page-errors`: what goes wrong in people's browsers is told to the server's log.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

use crate::http::answer;
use crate::http::app::State;

/// Longest report, in bytes.
const LONGEST: usize = 4096;

/// Most reports that are logged in a span of time; more say nothing new.
const MOST: u32 = 30;

/// That span of time.
const SPAN: Duration = Duration::from_mins(1);

/// How many more reports are logged.
#[derive(Debug)]
pub(crate) struct Budget(Mutex<(Instant, u32)>);

impl Default for Budget {
    fn default() -> Self {
        Self(Mutex::new((Instant::now(), 0)))
    }
}

impl Budget {
    /// Takes one.
    fn take(&self) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.0.elapsed() > SPAN {
            *spent = (Instant::now(), 0);
        }
        spent.1 = spent.1.saturating_add(1);
        spent.1 <= MOST
    }
}

/// What went wrong.
#[derive(Debug, Deserialize)]
struct Report {
    message: String,
    #[serde(default)]
    stack: String,
    #[serde(default)]
    page: String,
}

pub(crate) fn router() -> Router<State> {
    Router::new().route("/page-errors", post(tell))
}

async fn tell(AxumState(state): AxumState<State>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !is_ours(&parts.headers) {
        return answer::text(StatusCode::FORBIDDEN);
    }
    if !state.0.page_errors.take() {
        return answer::text(StatusCode::TOO_MANY_REQUESTS);
    }
    let Ok(bytes) = to_bytes(body, LONGEST).await else {
        return answer::text(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let Ok(Report { message, stack, page }) = serde_json::from_slice(&bytes) else {
        return answer::text(StatusCode::BAD_REQUEST);
    };
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    // Debug form: nothing that a browser says can begin a line of its own.
    tracing::warn!(?message, ?stack, ?page, ?agent, "a page failed in a browser");
    StatusCode::NO_CONTENT.into_response()
}

/// Whether a page of ours says it: others cannot send JSON here without being asked, and browsers name the site.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_json = text("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    is_json && text("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST};

    #[test]
    fn reports_are_bounded() {
        let budget = Budget::default();
        assert!((0..MOST).all(|_| budget.take()));
        assert!(!budget.take());
    }
}
