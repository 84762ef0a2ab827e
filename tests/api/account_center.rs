//! `/api/account-center`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(settings_are_read_and_changed, server, {
    let api = server.management().await;
    let seeded = api.get("/api/account-center").await.expect(200).json();
    assert_eq!((&seeded["enabled"], &seeded["fields"]), (&json!(false), &json!({})));
    api.post("/api/custom-profile-fields", json!({ "name": "color", "type": "Text", "required": false }))
        .await
        .expect(201);
    let body = json!({
        "enabled": true, "fields": { "username": "Edit", "email": "ReadOnly" },
        "webauthnRelatedOrigins": ["https://a.test", "https://a.test"], "deleteAccountUrl": "https://a.test/bye",
        "profileFields": [{ "name": "name" }, { "name": "color" }, { "name": "unknown" }],
    });
    let changed = api.patch("/api/account-center", body).await.expect(200).json();
    assert_eq!(changed["webauthnRelatedOrigins"], json!(["https://a.test"]));
    assert_eq!(changed["profileFields"], json!([{ "name": "name" }, { "name": "color" }]));
    assert_eq!(changed["fields"], json!({ "username": "Edit", "email": "ReadOnly" }));
    let public = server.anonymous().get("/api/.well-known/account-center").await.expect(200).json();
    assert_eq!(public, changed);
    let twice = json!({ "profileFields": [{ "name": "name" }, { "name": "name" }] });
    let refused = api.patch("/api/account-center", twice).await.refuses(400, "request.invalid_input").json();
    assert_eq!(refused["data"], json!({ "duplicateNames": ["name"] }));
    for wrong in [json!({ "fields": { "email": "Maybe" } }), json!({ "deleteAccountUrl": "javascript:1" })] {
        api.patch("/api/account-center", wrong).await.refuses(400, "guard.invalid_input");
    }
    let long = format!("https://a.test/{}", "a".repeat(2048));
    for (url, code) in [("ftp://a.test", "invalid_string"), (long.as_str(), "too_big")] {
        let refused = api.patch("/api/account-center", json!({ "deleteAccountUrl": url })).await;
        let issue = refused.refuses(400, "guard.invalid_input").json()["data"]["issues"][0].clone();
        assert_eq!((&issue["code"], &issue["path"]), (&json!(code), &json!(["deleteAccountUrl"])));
    }
    let cleared = api.patch("/api/account-center", json!({ "deleteAccountUrl": "", "profileFields": null })).await;
    let cleared = cleared.expect(200).json();
    assert_eq!((&cleared["deleteAccountUrl"], &cleared["profileFields"]), (&json!(null), &json!(null)));
    api.delete("/api/custom-profile-fields/color").await.expect(204);
    let tx = server.tenant("default").begin().await.unwrap();
    tx.execute("delete from account_centers where tenant_id = $1".into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    api.get("/api/account-center").await.refuses(404, "entity.not_exists_with_id");
});
