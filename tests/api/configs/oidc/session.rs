//! `/api/configs/oidc/session`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::{Flow, parameter};

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

on_both!(held sessions_last_as_long_as_they_are_told_to, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.api.patch("/api/configs/oidc/session", json!({ "ttl": 60 })).await.expect(200);
    flow.code(&[]).await;
    let silent = async || {
        let answer = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
        parameter(answer.header("location"), "error")
    };
    for _ in 0..3 {
        server.clock.advance(50_000);
        assert_eq!(silent().await, None, "a session that is used goes on");
    }
    server.clock.advance(61_000);
    assert_eq!(silent().await.as_deref(), Some("login_required"));
});
