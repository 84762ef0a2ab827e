//! `/api/users/{userId}/identities`

use avouch_testkit::{Database, Receiver, STAND_IN, Server, on_both};
use serde_json::json;

use crate::experience::verification::social::{connect, provider};

on_both!(an_identity_belongs_to_one_user, server, {
    let api = server.management().await;
    let (ada, eve) = (api.user("ada").await, api.user("eve").await);
    let path = format!("/api/users/{ada}/identities/github");
    let set = api.put(&path, json!({ "userId": "gh1", "details": { "x": 1 } })).await.expect(201).json();
    assert_eq!(set, json!({ "github": { "userId": "gh1", "details": { "x": 1 } } }));
    let set = api.put(&path, json!({ "userId": "gh2" })).await.expect(200).json();
    assert_eq!(set, json!({ "github": { "userId": "gh2" } }));
    let other = format!("/api/users/{eve}/identities/github");
    api.put(&other, json!({ "userId": "gh2" })).await.refuses(422, "user.identity_already_in_use");
    api.put(&other, json!({ "userId": "gh1" })).await.expect(201);
    assert_eq!(api.get(&path).await.expect(200).json(), json!({ "identity": { "userId": "gh2" } }));
    let profile = api.delete(&path).await.expect(200).json();
    assert_eq!((&profile["identities"], &profile["id"]), (&json!({}), &json!(ada)));
    api.delete(&path).await.refuses(404, "user.identity_not_exist");
    api.get(&path).await.refuses(404, "user.identity_not_exist");
    api.put(&path, json!({})).await.refuses(400, "guard.invalid_input");
    api.get("/api/users/nobody/identities/github").await.refuses(404, "entity.not_found");
    api.put("/api/users/nobody/identities/github", json!({ "userId": "x" })).await.refuses(404, "entity.not_found");
    api.delete("/api/users/nobody/identities/github").await.refuses(404, "entity.not_found");
});

on_both!(who_comes_back_from_a_provider_is_linked, server, {
    let api = server.management().await;
    let (ada, eve) = (api.user("ada").await, api.user("eve").await);
    let of = |user: &str| format!("/api/users/{user}/identities");
    let google = json!({ "connectorId": "google-universal", "config": { "clientId": "c", "clientSecret": "s" } });
    let google = api.post("/api/connectors", google).await.expect(200).text_of("id");
    let credential = json!({ "connectorId": google, "connectorData": { "credential": "not.a.token" } });
    api.post(&of(&ada), credential).await.refuses(401, "connector.social_invalid_id_token");
    let body = |connector: &str| json!({ "connectorId": connector, "connectorData": { "code": "fine" } });
    api.post(&of(&ada), body("nope")).await.refuses(404, "entity.not_found");
    api.post(&of("nobody"), body(&google)).await.refuses(404, "entity.not_found");
    api.post(&of(&ada), body(&google)).await.refuses(400, "connector.general");
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.test" } });
    let mail = api.post("/api/connectors", mail).await.expect(200).text_of("id");
    api.post(&of(&ada), body(&mail)).await.refuses(422, "session.invalid_connector_id");
    let provider = provider(json!({ "sub": "7", "name": "Ada" })).await;
    let remembers = connect(&api, &provider, "ours", json!({})).await;
    api.post(&of(&eve), body(&remembers)).await.refuses(501, "connector.not_implemented");
});

/// Someone comes back from GitHub, who is played by a receiver.
async fn who_comes_back_without_a_session(kind: Database) {
    let github = Receiver::answering(|request| {
        let token = request.headers.get("authorization").cloned().unwrap_or_default();
        match request.line.as_str() {
            "POST /login/oauth/access_token" if request.body.contains("code=used") => {
                (200, json!({ "error": "bad_verification_code" }).to_string())
            }
            "POST /login/oauth/access_token" if request.body.contains("code=html") => (200, "<html>".to_owned()),
            "POST /login/oauth/access_token" => {
                let code = if request.body.contains("code=stale") { "stale" } else { "fine" };
                (200, json!({ "access_token": code, "token_type": "bearer" }).to_string())
            }
            _ if token.ends_with("stale") => (401, "{}".to_owned()),
            "GET /user" => (200, json!({ "id": 7, "name": "Ada", "avatar_url": "https://img.test/a" }).to_string()),
            _ => (200, "[]".to_owned()),
        }
    })
    .await;
    let stand_in = github.base.replace("http://localhost", "127.0.0.1");
    let server = Server::with(kind, &[(STAND_IN, &stand_in)]).await;
    let api = server.management().await;
    let (ada, eve) = (api.user("ada").await, api.user("eve").await);
    let connector = json!({ "connectorId": "github-universal", "config": { "clientId": "c", "clientSecret": "s" } });
    let connector = api.post("/api/connectors", connector).await.expect(200).text_of("id");
    let path = format!("/api/users/{ada}/identities");
    let body = |data: serde_json::Value| json!({ "connectorId": connector, "connectorData": data });
    let code = |code: &str| json!({ "code": code, "redirectUri": "https://app.test/callback" });
    for (data, status, code) in [
        (json!({ "error": "access_denied" }), 401, "connector.authorization_failed"),
        (code("used"), 401, "connector.social_auth_code_invalid"),
        (code("stale"), 401, "connector.social_invalid_access_token"),
        (code("html"), 400, "connector.invalid_response"),
    ] {
        api.post(&path, body(data)).await.refuses(status, code);
    }
    let linked = api.post(&path, body(code("fine"))).await.expect(200).json();
    assert_eq!((&linked["github"]["userId"], &linked["github"]["details"]["name"]), (&json!("7"), &json!("Ada")));
    let other = format!("/api/users/{eve}/identities");
    api.post(&other, body(code("fine"))).await.refuses(422, "user.identity_already_in_use");
    assert_eq!(api.get(&format!("/api/users/{eve}")).await.json()["identities"], json!({}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_without_a_session_sqlite() {
    who_comes_back_without_a_session(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_without_a_session_postgres() {
    who_comes_back_without_a_session(Database::Postgres).await;
}
