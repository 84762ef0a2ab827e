//! Guesses from one address, at whatever identifiers.

use avouch_testkit::{Database, Server};
use serde_json::json;

use crate::experience::{at_sign_in, messages, post, send_code, show_code, start};

const BLOCKED: &str = "session.verification_blocked_too_many_attempts";

/// One address guesses at many identifiers: it is stopped, and nobody else is.
async fn guessing_all_over_is_stopped(kind: Database) {
    let server = Server::with(kind, &[("TRUST_PROXY_HEADER", "true")]).await;
    let flow = at_sign_in(&server).await;
    messages(&flow.api).await;
    let guesser = flow.browser.with("x-forwarded-for", "203.0.113.7");
    start(&guesser, "SignIn").await;
    let id = send_code(&guesser, "email", "ada@example.test", "SignIn").await.expect(200).text_of("verificationId");
    for number in 1..300 {
        let address = format!("n{number}@example.test");
        show_code(&guesser, "email", &address, &id, "000000").await.refuses(400, "verification_code.email_mismatch");
    }
    show_code(&guesser, "email", "other@example.test", &id, "000000").await.refuses(400, BLOCKED);
    let user = json!({ "identifier": { "type": "username", "value": "ada" }, "password": crate::experience::PASSWORD });
    post(&guesser, "/verification/password", user.clone()).await.refuses(400, BLOCKED);
    let neighbour = flow.browser.with("x-forwarded-for", "203.0.113.8");
    post(&neighbour, "/verification/password", user.clone()).await.expect(200);
    // Administrators let an address try again by its name.
    let targets = json!({ "targetType": "User", "targets": ["address:203.0.113.7"] });
    flow.api.post("/api/sentinel-activities/delete", targets).await.expect(204);
    post(&guesser, "/verification/password", user).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_all_over_is_stopped_sqlite() {
    guessing_all_over_is_stopped(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_all_over_is_stopped_postgres() {
    guessing_all_over_is_stopped(Database::Postgres).await;
}
