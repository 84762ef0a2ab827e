//! `/api/experience/verification/new-password-identity`

use avouch_crypto::{hex, sha1};
use avouch_testkit::{Database, Receiver, Server, on_both};
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, post, start};

on_both!(a_name_is_free_and_a_password_keeps_the_rules, server, {
    let flow = at_sign_in(&server).await;
    let new = async |name: &str, password: &str| {
        let body = json!({ "identifier": { "type": "username", "value": name }, "password": password });
        post(&flow.browser, "/verification/new-password-identity", body).await
    };
    new("grace", "An0ther-Pa55phrase").await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "Register").await;
    new("ada", "An0ther-Pa55phrase").await.refuses(422, "user.username_already_in_use");
    new("1x", "An0ther-Pa55phrase").await.refuses(400, "guard.invalid_input");
    for password in ["short", "password1", "aaaaaaaaaa", "gracegrace"] {
        let refused = new("gracegrace", password).await.refuses(422, "password.rejected").json();
        assert!(refused["data"][0]["code"].is_string(), "{password} {refused}");
    }
    new("grace", "An0ther-Pa55phrase").await.expect(200);
});

/// A service knows the password; another password it does not answer for, and that is nobody's fault.
async fn a_stolen_password_is_refused(kind: Database) {
    const STOLEN: &str = "Stolen-Pa55word";
    let digest = hex(&sha1(STOLEN.as_bytes())).to_uppercase();
    let (told, kept) = (format!("GET /range/{}", &digest[..5]), digest[5..].to_owned());
    let service = Receiver::answering(move |request| {
        if request.line == told { (200, format!("{kept}:7\r\n{}:0\r\n", "F".repeat(35))) } else { (503, String::new()) }
    })
    .await;
    let server = Server::with(kind, &[("BREACHED_PASSWORDS_URL", &format!("{}/range/", service.base))]).await;
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    let give = async |password: &str| {
        let body = json!({ "identifier": { "type": "username", "value": "grace" }, "password": password });
        post(&flow.browser, "/verification/new-password-identity", body).await
    };
    let refused = give(STOLEN).await.refuses(422, "password.rejected").json();
    assert_eq!(refused["data"], json!([{ "code": "password_rejected.pwned" }]));
    // Nobody is told the password, nor its whole hash.
    assert!(service.so_far().iter().all(|request| !request.line.contains(&digest[5..])));
    give(PASSWORD).await.expect(200);
    let policy = json!({ "passwordPolicy": { "rejects": { "pwned": false } } });
    flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    give(STOLEN).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_password_is_refused_sqlite() {
    a_stolen_password_is_refused(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_password_is_refused_postgres() {
    a_stolen_password_is_refused(Database::Postgres).await;
}
