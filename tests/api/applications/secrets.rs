//! `/api/applications/{id}/secrets`

use avouch_testkit::on_both;
use serde_json::json;

const TOKEN: [(&str, &str); 2] = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api")];

on_both!(a_secret_is_made_renamed_used_and_deleted, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let path = format!("/api/applications/{id}/secrets");
    let made = api.post(&path, json!({ "name": "second" })).await.expect(201).json();
    assert_eq!(made["value"].as_str().unwrap().len(), 32);
    assert_eq!((&made["applicationId"], &made["expiresAt"]), (&json!(id), &json!(null)));
    api.post(&path, json!({ "name": "second" })).await.refuses(422, "application.secret_name_exists");
    let value = made["value"].as_str().unwrap();
    let client = server.anonymous().with_basic(&id, value);
    client.form("/oidc/token", &TOKEN).await.expect(200);
    let renamed = api.patch(&format!("{path}/second"), json!({ "name": "third" })).await.expect(200).json();
    assert_eq!((&renamed["name"], &renamed["value"]), (&json!("third"), &json!(value)));
    api.patch(&format!("{path}/third"), json!({ "name": "Default secret" }))
        .await
        .refuses(422, "application.secret_name_exists");
    api.patch(&format!("{path}/second"), json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
    api.delete(&format!("{path}/third")).await.expect(204);
    api.delete(&format!("{path}/third")).await.refuses(404, "entity.not_found");
    client.form("/oidc/token", &TOKEN).await.refuses(401, "oidc.invalid_client");
    api.delete(&format!("{path}/Default%20secret")).await.expect(204);
    assert_eq!(api.get(&path).await.json(), json!([]));
});

on_both!(refuses_what_cannot_be_a_secret, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let path = format!("/api/applications/{id}/secrets");
    api.get("/api/applications/nope/secrets").await.refuses(404, "entity.not_exists_with_id");
    api.post("/api/applications/nope/secrets", json!({ "name": "x" })).await.refuses(404, "entity.not_exists_with_id");
    api.post(&path, json!({ "name": "past", "expiresAt": 1 })).await.refuses(400, "request.invalid_input");
    api.post(&path, json!({ "name": "" })).await.refuses(400, "guard.invalid_input");
    api.post(&path, json!({ "name": "x".repeat(257) })).await.refuses(400, "guard.invalid_input");
    let spa = api.application("SPA").await;
    api.post(&format!("/api/applications/{spa}/secrets"), json!({ "name": "x" }))
        .await
        .refuses(422, "entity.db_constraint_violated");
});

/// A held clock makes the secret expire without a wait.
async fn expires(kind: avouch_testkit::Database) {
    use avouch_testkit::{Place, Server};
    let clock = avouch_crypto::Clock::held(avouch_crypto::Clock::System.now());
    let server = Server::on(Place::make(kind).await, &[], clock).await;
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let soon = server.clock.now().millis() + 60_000;
    let body = json!({ "name": "short", "expiresAt": soon });
    let value = api.post(&format!("/api/applications/{id}/secrets"), body).await.expect(201).text_of("value");
    let client = server.anonymous().with_basic(&id, &value);
    client.form("/oidc/token", &TOKEN).await.expect(200);
    server.clock.advance(60_000);
    let refused = client.form("/oidc/token", &TOKEN).await.refuses(400, "oidc.invalid_request");
    assert_eq!(refused.text_of("error_description"), "client secret has expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_secret_is_refused_sqlite() {
    expires(avouch_testkit::Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_secret_is_refused_postgres() {
    expires(avouch_testkit::Database::Postgres).await;
}
