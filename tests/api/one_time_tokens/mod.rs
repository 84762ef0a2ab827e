//! `/api/one-time-tokens`

mod status;
mod verify;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(held tokens_are_made_listed_and_deleted, server, {
    let api = server.management().await;
    let body = json!({ "email": "a@b.test", "context": { "jitOrganizationIds": ["o"], "interactionEvent": "SignIn" } });
    let made = api.post("/api/one-time-tokens", body).await.expect(201).json();
    assert_eq!((made["token"].as_str().unwrap().len(), &made["status"]), (32, &json!("active")));
    assert_eq!(made["expiresAt"].as_i64().unwrap() - made["createdAt"].as_i64().unwrap(), 600_000);
    let path = format!("/api/one-time-tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.expect(200).json(), made);
    server.clock.advance(601_000);
    let api = server.management().await;
    assert_eq!(api.get(&path).await.expect(200).json()["status"], "expired");
    api.post("/api/one-time-tokens", json!({ "email": "c@d.test", "expiresIn": 5 })).await.expect(201);
    let listed = api.get("/api/one-time-tokens?email=c@d.test&page=1").await.expect(200);
    assert_eq!((listed.json().as_array().unwrap().len(), listed.header("total-number")), (1, "2"));
    assert_eq!(api.get("/api/one-time-tokens").await.expect(200).json()[0]["email"], "c@d.test");
    assert_eq!(api.get("/api/one-time-tokens?status=consumed").await.expect(200).json(), json!([]));
    for wrong in [json!({ "email": "no" }), json!({ "email": "a@b.test", "expiresIn": 0 }), json!({}), json!({ "email": format!("{}@b.test", "a".repeat(128)) })] {
        api.post("/api/one-time-tokens", wrong).await.refuses(400, "guard.invalid_input");
    }
    for wrong in ["email=no", "status=gone"] {
        api.get(&format!("/api/one-time-tokens?{wrong}")).await.refuses(400, "guard.invalid_input");
    }
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&path).await.refuses(404, "entity.not_exists_with_id");
});
