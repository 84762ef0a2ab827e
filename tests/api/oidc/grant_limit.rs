//! `/oidc/auth`: how many grants of one user a client may have

use avouch_testkit::{Receiver, on_both};
use serde_json::{Value, json};

use crate::flow::Flow;

on_both!(held the_oldest_grant_makes_room_for_a_new_one, server, {
    let custom = json!({ "maxAllowedGrants": 2 });
    let flow = Flow::with(&server, json!({ "type": "SPA", "customClientMetadata": custom })).await;
    let receiver = Receiver::start().await;
    let hook = json!({ "name": "limit", "events": ["Grant.LimitExceeded"], "config": { "url": receiver.base } });
    flow.api.post("/api/hooks", hook).await.expect(201);
    let mut refresh: Vec<String> = Vec::new();
    for _ in 0..3 {
        let device = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
        let tokens = device.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
        refresh.push(tokens["refresh_token"].as_str().unwrap().to_owned());
        server.clock.advance(10_000);
    }
    flow.refresh(&refresh[0], &[]).await.refuses(400, "oidc.invalid_grant");
    for kept in &refresh[1..] {
        flow.refresh(kept, &[]).await.expect(200);
    }
    let entries: Vec<Value> = server.logs().await.into_iter().filter(|entry| entry["key"] == "RevokeGrants").collect();
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((&entry["userId"], entry["revokeGrantIds"].as_array().map(Vec::len)), (&json!(flow.user), Some(1)));
    let told = receiver.wait(1).await[0].json();
    assert_eq!((&told["event"], &told["maxAllowedGrants"]), (&json!("Grant.LimitExceeded"), &json!(2)));
    assert_eq!((&told["revokedGrantIds"], &told["preRevocationActiveGrantCount"]), (&entry["revokeGrantIds"], &json!(3)));
    // The same browser again is the same grant: nobody loses anything.
    let again = flow.tokens(&[]).await;
    let once_more = flow.tokens(&[]).await;
    for tokens in [again, once_more] {
        let token = tokens["access_token"].as_str().unwrap();
        server.anonymous().with_token(token).get("/oidc/me").await.expect(200);
    }
});
