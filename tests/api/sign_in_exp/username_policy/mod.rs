//! `/api/sign-in-exp/username-policy`

mod case_sensitivity_conflicts;

use avouch_testkit::{Database, Server};
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, prove, start};

/// Where the operator says so, case makes no difference, whatever a tenant's policy says.
async fn case_does_not_count(kind: Database) {
    let server = Server::with(kind, &[("CASE_SENSITIVE_USERNAME", "false")]).await;
    let flow = at_sign_in(&server).await;
    let policy = flow.api.get("/api/sign-in-exp").await.expect(200).json()["usernamePolicy"].clone();
    assert_eq!(policy["caseSensitive"], json!(true));
    flow.api.post("/api/users", json!({ "username": "ADA" })).await.refuses(422, "user.username_already_in_use");
    start(&flow.browser, "SignIn").await;
    prove(&flow.browser, "aDa", PASSWORD).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_does_not_count_sqlite() {
    case_does_not_count(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_does_not_count_postgres() {
    case_does_not_count(Database::Postgres).await;
}
