//! `/api/configs/oidc/{keyType}/rotate`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(keys_are_rotated, server, {
    let api = server.management().await;
    let path = "/api/configs/oidc/private-keys/rotate";
    let waiting = api.post(path, json!({ "rotationGracePeriod": 3600 })).await.expect(200).json();
    assert_eq!((&waiting[0]["status"], &waiting[1]["status"]), (&json!("Next"), &json!("Current")));
    assert!(waiting[0]["effectiveAt"].is_number() && waiting[1].get("effectiveAt").is_none());
    let published = server.anonymous().get("/oidc/jwks").await.expect(200).json();
    assert_eq!(published["keys"].as_array().unwrap().len(), 2, "the next key is known before it signs");
    api.post(path, json!({})).await.refuses(422, "oidc.invalid_request");
    let cookies = api.post("/api/configs/oidc/cookie-keys/rotate", json!({})).await.expect(200).json();
    assert_eq!(cookies.as_array().unwrap().len(), 2);
    api.post("/api/configs/oidc/cookie-keys/rotate", json!({ "rotationGracePeriod": 1 }))
        .await
        .refuses(422, "oidc.invalid_request");
    api.post(path, json!({ "signingKeyAlgorithm": "DSA" })).await.refuses(400, "guard.invalid_input");
});
