//! `/api/users/{userId}/personal-access-tokens/delete`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_name_may_have_any_character, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/personal-access-tokens", api.user("ada").await);
    api.post(&path, json!({ "name": "a/b ü" })).await.expect(201);
    api.post(&format!("{path}/delete"), json!({ "name": "a/b ü" })).await.expect(204);
    api.post(&format!("{path}/delete"), json!({ "name": "a/b ü" })).await.refuses(404, "entity.not_found");
});
