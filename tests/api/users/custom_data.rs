//! `/api/users/{userId}/custom-data`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(members_are_merged, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/custom-data", api.user("ada").await);
    assert_eq!(api.get(&path).await.expect(200).json(), json!({}));
    api.patch(&path, json!({ "customData": { "a": { "x": 1 }, "b": 1 } })).await.expect(200);
    let merged = api.patch(&path, json!({ "customData": { "a": { "y": 2 } } })).await.expect(200).json();
    assert_eq!(merged, json!({ "a": { "y": 2 }, "b": 1 }));
    assert_eq!(api.get(&path).await.json(), merged);
    api.patch(&path, json!({ "customData": 1 })).await.refuses(400, "guard.invalid_input");
    api.get("/api/users/nobody/custom-data").await.refuses(404, "entity.not_found");
    api.patch("/api/users/nobody/custom-data", json!({ "customData": {} })).await.refuses(404, "entity.not_found");
});
