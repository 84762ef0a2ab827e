//! `/api/users/{userId}/is-suspended`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_user_is_suspended_and_let_in_again, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/is-suspended", api.user("ada").await);
    assert_eq!(api.patch(&path, json!({ "isSuspended": true })).await.expect(200).json()["isSuspended"], true);
    assert_eq!(api.patch(&path, json!({ "isSuspended": false })).await.expect(200).json()["isSuspended"], false);
    api.patch(&path, json!({ "isSuspended": "yes" })).await.refuses(400, "guard.invalid_input");
    let nobody = "/api/users/nobody/is-suspended";
    api.patch(nobody, json!({ "isSuspended": true })).await.refuses(404, "entity.not_found");
});
