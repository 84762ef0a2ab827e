//! `/api/verifications/verification-code`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::messages;
use crate::my_account::own::Own;

const PATH: &str = "/api/verifications/verification-code";

on_both!(a_code_is_sent_for_what_it_is_for, server, {
    let own = Own::new(&server).await;
    let body = |kind: &str, value: &str| json!({ "identifier": { "type": kind, "value": value } });
    own.me.post(PATH, body("email", "ada@example.test")).await.refuses(501, "connector.not_found");
    let receiver = messages(&own.flow.api).await;
    let made =
        own.me.with("accept-language", "de").post(PATH, body("email", "ada@example.test")).await.expect(201).json();
    assert!(made["expiresAt"].as_str().unwrap().ends_with('Z'), "{made}");
    let mut bind = body("email", "ada@example.test");
    bind["templateType"] = json!("BindMfa");
    own.me.post(PATH, bind.clone()).await.expect(201);
    bind["identifier"]["value"] = json!("new@example.test");
    own.me.post(PATH, bind.clone()).await.expect(201);
    own.me.post(PATH, body("phone", "14155552671")).await.expect(201);
    let sent: Vec<_> = receiver.wait(4).await.iter().map(|one| one.json()["type"].clone()).collect();
    assert_eq!(sent, ["UserPermissionValidation", "BindMfa", "BindNewIdentifier", "BindNewIdentifier"]);
    let said = receiver.so_far()[0].json()["payload"].clone();
    assert_eq!(said["locale"], "de");
    assert_eq!((&said["application"]["name"], &said["user"]["username"]), (&json!("App"), &json!("ada")));
    bind["templateType"] = json!("SignIn");
    own.me.post(PATH, bind).await.refuses(400, "guard.invalid_input");
    for (kind, value) in
        [("email", "x"), ("phone", "+1"), ("username", "ada"), ("email", &format!("{}@b.co", "a".repeat(260)))]
    {
        own.me.post(PATH, body(kind, value)).await.refuses(400, "guard.invalid_input");
    }
    let policy = json!({ "emailBlocklistPolicy": { "blockSubaddressing": true, "customBlocklist": ["@bad.test"] } });
    own.flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    own.me.post(PATH, body("email", "a@bad.test")).await.refuses(422, "session.email_blocklist.email_not_allowed");
    own.me
        .post(PATH, body("email", "a+b@example.test"))
        .await
        .refuses(422, "session.email_blocklist.email_subaddressing_not_allowed");
});

on_both!(nobody_is_flooded, server, {
    let own = Own::new(&server).await;
    messages(&own.flow.api).await;
    let told = avouch_testkit::Receiver::start().await;
    let config = json!({ "url": format!("{}/hook", told.base) });
    let hook = json!({ "name": "h", "events": ["Message.RateLimited"], "config": config });
    own.flow.api.post("/api/hooks", hook).await.expect(201);
    for _ in 0..10 {
        own.send_code("email", "new@example.test").await;
    }
    let body = json!({ "identifier": { "type": "email", "value": "new@example.test" } });
    own.me.post(PATH, body).await.refuses(429, "request.message_rate_limited");
    assert_eq!(told.wait(1).await[0].json()["recipient"], "new@example.test");
});
