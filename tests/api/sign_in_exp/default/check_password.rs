//! `/api/sign-in-exp/default/check-password`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_password_is_checked, server, {
    let api = server.management().await;
    let user = api.user("adalovelace").await;
    let check = async |password: &str| {
        api.post("/api/sign-in-exp/default/check-password", json!({ "password": password, "userId": user })).await
    };
    assert_eq!(check("Zk3!vQ9#pL7w").await.expect(200).json(), json!({ "result": true }));
    let short = check("Zk3!").await.expect(400).json();
    assert_eq!(
        short,
        json!({ "result": false, "issues": [{ "code": "password_rejected.too_short", "interpolation": { "min": 8 } }] })
    );
    assert_eq!(
        check("adalovelace").await.expect(400).json()["issues"][0]["code"],
        "password_rejected.restricted.user_info"
    );
    let path = "/api/sign-in-exp/default/check-password";
    let refused = api.post(path, json!({ "password": "Zk3!vQ9#pL7w" })).await.refuses(400, "request.invalid_input");
    assert!(refused.json()["data"]["message"].is_string());
    api.post(path, json!({ "password": "Zk3!vQ9#pL7w", "userId": "nope" })).await.refuses(404, "entity.not_found");
    let policy = json!({ "passwordPolicy": { "rejects": { "userInfo": false } } });
    api.patch("/api/sign-in-exp", policy).await.expect(200);
    api.post(path, json!({ "password": "Zk3!vQ9#pL7w" })).await.expect(200);
});
