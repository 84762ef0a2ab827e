//! `/api/one-time-tokens/{id}/status`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_token_is_taken_back, server, {
    let api = server.management().await;
    let made = api.post("/api/one-time-tokens", json!({ "email": "a@b.test" })).await.expect(201).json();
    let path = format!("/api/one-time-tokens/{}/status", made["id"].as_str().unwrap());
    api.put(&path, json!({ "status": "active" })).await.refuses(400, "one_time_token.cannot_reactivate_token");
    assert_eq!(api.put(&path, json!({ "status": "revoked" })).await.expect(200).json()["status"], "revoked");
    let shown = json!({ "token": made["token"], "email": "a@b.test" });
    api.post("/api/one-time-tokens/verify", shown).await.refuses(400, "one_time_token.token_revoked");
    api.put(&path, json!({ "status": "gone" })).await.refuses(400, "guard.invalid_input");
    let nobody = "/api/one-time-tokens/nope/status";
    api.put(nobody, json!({ "status": "revoked" })).await.refuses(404, "entity.not_exists_with_id");
});
