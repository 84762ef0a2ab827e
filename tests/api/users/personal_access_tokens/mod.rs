//! `/api/users/{userId}/personal-access-tokens`

mod delete;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(tokens_are_made_renamed_and_deleted, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/personal-access-tokens", api.user("ada").await);
    let made = api.post(&path, json!({ "name": "cli", "expiresAt": null })).await.expect(201).json();
    assert!(made["value"].as_str().unwrap().starts_with("pat_"));
    assert_eq!((&made["tenantId"], &made["expiresAt"]), (&json!("default"), &json!(null)));
    api.post(&path, json!({ "name": "cli" })).await.refuses(422, "user.personal_access_token_name_exists");
    api.post(&path, json!({ "name": "past", "expiresAt": 1 })).await.refuses(400, "request.invalid_input");
    // A time that no calendar has.
    let beyond = json!({ "name": "beyond", "expiresAt": i64::MAX });
    api.post(&path, beyond).await.refuses(400, "guard.invalid_input");
    api.post("/api/users/nobody/personal-access-tokens", json!({ "name": "x" }))
        .await
        .refuses(404, "entity.relation_foreign_key_not_found");
    let renamed = api.patch(&format!("{path}/cli"), json!({ "name": "tool" })).await.expect(200).json();
    assert_eq!((&renamed["name"], &renamed["value"]), (&json!("tool"), &made["value"]));
    let renamed = api.patch(&path, json!({ "currentName": "tool", "name": "a/b" })).await.expect(200).json();
    assert_eq!(renamed["name"], "a/b");
    api.patch(&path, json!({ "name": "a/b" })).await.expect(200);
    api.patch(&format!("{path}/gone"), json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
    api.post(&path, json!({ "name": "two" })).await.expect(201);
    api.patch(&format!("{path}/two"), json!({ "name": "a/b" }))
        .await
        .refuses(422, "user.personal_access_token_name_exists");
    let taken = json!({ "currentName": "two", "name": "a/b" });
    api.patch(&path, taken).await.refuses(422, "user.personal_access_token_name_exists");
    api.patch(&path, json!({ "currentName": "gone", "name": "x" })).await.refuses(404, "entity.not_exists");
    assert_eq!(api.get(&path).await.expect(200).json().as_array().unwrap().len(), 2);
    api.delete(&format!("{path}/two")).await.expect(204);
    api.delete(&format!("{path}/two")).await.refuses(404, "entity.not_found");
    assert_eq!(api.get("/api/users/nobody/personal-access-tokens").await.expect(200).json(), json!([]));
});
