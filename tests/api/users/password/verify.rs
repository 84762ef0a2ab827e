//! `/api/users/{userId}/password/verify`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(only_the_right_password_passes, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let path = format!("/api/users/{user}/password/verify");
    api.post(&path, json!({ "password": "a" })).await.refuses(422, "session.invalid_credentials");
    api.patch(&format!("/api/users/{user}/password"), json!({ "password": "right" })).await.expect(200);
    api.post(&path, json!({ "password": "wrong" })).await.refuses(422, "session.invalid_credentials");
    api.post(&path, json!({ "password": "right" })).await.expect(204);
    api.post(&path, json!({})).await.refuses(400, "guard.invalid_input");
    api.post("/api/users/nobody/password/verify", json!({ "password": "a" })).await.refuses(404, "entity.not_found");
});
