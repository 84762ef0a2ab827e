//! `/api/subject-tokens`: what the tokens are good for is in the tests of token exchange.

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_token_is_made_for_a_user_who_exists, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let made = api.post("/api/subject-tokens", json!({ "userId": user })).await.expect(201).json();
    assert!(made["subjectToken"].as_str().unwrap().starts_with("sub_"));
    api.post("/api/subject-tokens", json!({ "userId": "nobody" }))
        .await
        .refuses(404, "entity.relation_foreign_key_not_found");
    api.post("/api/subject-tokens", json!({})).await.refuses(400, "guard.invalid_input");
});
