//! `/api/users/{userId}/logto-configs`

use avouch_testkit::{Receiver, on_both};
use serde_json::json;

on_both!(settings_are_merged, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/logto-configs", api.user("ada").await);
    let fresh = json!({ "mfa": { "skipped": false, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": false } });
    assert_eq!(api.get(&path).await.expect(200).json(), fresh);
    api.patch(&path, json!({ "mfa": { "skipped": true, "enabled": false } })).await.expect(200);
    let changed = api.patch(&path, json!({ "mfa": { "enabled": true }, "passkeySignIn": { "skipped": true } })).await;
    let expected = json!({
        "mfa": { "enabled": true, "skipped": true, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": true },
    });
    assert_eq!(changed.expect(200).json(), expected);
    assert_eq!(api.get(&path).await.json(), expected);
    api.patch(&path, json!({ "mfa": { "skipped": 1 } })).await.refuses(400, "guard.invalid_input");
    api.get("/api/users/nobody/logto-configs").await.refuses(404, "entity.not_found");
    api.patch("/api/users/nobody/logto-configs", json!({})).await.refuses(404, "entity.not_found");
});

on_both!(webhooks_are_told_of_the_user, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let user = api.user("ada").await;
    let config = json!({ "url": format!("{}/hook", receiver.base) });
    let hook = json!({ "name": "h", "events": ["User.Data.Updated"], "config": config });
    api.post("/api/hooks", hook).await.expect(201);
    api.patch(&format!("/api/users/{user}/logto-configs"), json!({ "mfa": { "skipped": true } })).await.expect(200);
    let told = receiver.wait(1).await[0].json();
    assert_eq!((&told["data"]["id"], &told["data"]["username"]), (&json!(user), &json!("ada")));
    assert!(told["data"].get("hasPassword").is_none() && told["data"].get("mfa").is_none(), "{told}");
});
