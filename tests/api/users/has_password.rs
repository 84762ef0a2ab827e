//! `/api/users/{userId}/has-password`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(tells_whether_a_password_is_set, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let path = format!("/api/users/{user}/has-password");
    assert_eq!(api.get(&path).await.expect(200).json(), json!({ "hasPassword": false }));
    api.patch(&format!("/api/users/{user}/password"), json!({ "password": "a" })).await.expect(200);
    assert_eq!(api.get(&path).await.expect(200).json(), json!({ "hasPassword": true }));
    api.get("/api/users/nobody/has-password").await.refuses(404, "entity.not_found");
});
