//! `/api/hooks/{id}/test`

use avouch_testkit::{Receiver, on_both};
use serde_json::json;

use super::listen;

on_both!(made_up_payloads_are_sent, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let hook = listen(&api, &receiver, &["Role.Created"]).await;
    let path = format!("/api/hooks/{}/test", hook["id"].as_str().unwrap());
    let body = |url: &str| json!({ "events": ["User.Created", "PostSignIn"], "config": { "url": url } });
    api.post(&path, body(&receiver.base)).await.expect(204);
    let told = receiver.wait(2).await;
    assert_eq!(
        (&told[0].json()["event"], &told[1].json()["interactionEvent"]),
        (&json!("User.Created"), &json!("SignIn"))
    );
    api.post(&path, body("http://localhost:1")).await.refuses(422, "hook.send_test_payload_failed");
    let grumpy = Receiver::answering(|_| (418, "no tea".to_owned())).await;
    let refused = api.post(&path, body(&grumpy.base)).await.refuses(422, "hook.endpoint_responded_with_error").json();
    assert_eq!(refused["data"], json!({ "responseStatus": 418, "responseBody": "no tea" }));
    api.post("/api/hooks/nope/test", body(&receiver.base)).await.refuses(404, "entity.not_exists_with_id");
});
