//! `/api/configs/oidc/session`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(the_life_of_sessions_is_set, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/configs/oidc/session").await.expect(200).json(), json!({ "ttl": 1_209_600 }));
    assert_eq!(
        api.patch("/api/configs/oidc/session", json!({ "ttl": 60 })).await.expect(200).json(),
        json!({ "ttl": 60 })
    );
    assert_eq!(api.patch("/api/configs/oidc/session", json!({})).await.expect(200).json(), json!({ "ttl": 60 }));
    api.patch("/api/configs/oidc/session", json!({ "ttl": 0 })).await.refuses(400, "guard.invalid_input");
});
