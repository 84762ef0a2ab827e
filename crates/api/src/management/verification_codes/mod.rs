//! `/api/verification-codes`: codes that prove an address or a number.

mod verify;

use avouch_domain::verification_codes;
use avouch_model::verification_codes::CodeRecipient;
use axum::extract::State;

use crate::http::answer::NoContent;
use crate::http::app::State as App;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Verification codes", summary, errors)
}

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(501, "connector.not_found"), (429, "request.message_rate_limited")];
    Routes::at("/api/verification-codes").post(send, about("Send a code", ERRORS)).merge(verify::routes())
}

async fn send(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Body(recipient): Body<CodeRecipient>,
) -> Result<NoContent, Failure> {
    verification_codes::send(&tenant, &state.0.outbound, &recipient, None).await?;
    Ok(NoContent)
}
