//! `/api/users/{userId}/password`

mod expiration;
mod verify;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_password_is_set_without_a_policy, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let path = format!("/api/users/{user}/password");
    let changed = api.patch(&path, json!({ "password": "a" })).await.expect(200).json();
    assert_eq!((&changed["hasPassword"], changed.get("passwordDigest")), (&json!(true), None));
    api.post(&format!("{path}/verify"), json!({ "password": "a" })).await.expect(204);
    api.patch(&path, json!({ "password": "" })).await.refuses(400, "guard.invalid_input");
    api.patch("/api/users/nobody/password", json!({ "password": "a" })).await.refuses(404, "entity.not_found");
});
