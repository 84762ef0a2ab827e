//! `/api/experience/verification/one-time-token/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, post, put, start};

on_both!(a_link_signs_in_or_registers_where_it_is_closed, server, {
    let flow = at_sign_in(&server).await;
    let organization = flow.api.organization("club").await;
    let make = async |email: &str, event: Option<&str>| {
        let mut context = json!({ "jitOrganizationIds": [organization, "gone"] });
        if let Some(event) = event {
            context["interactionEvent"] = json!(event);
        }
        let made = flow.api.post("/api/one-time-tokens", json!({ "email": email, "context": context })).await;
        made.expect(201).text_of("token")
    };
    let show = async |email: &str, token: &str| {
        let body = json!({ "identifier": { "type": "email", "value": email }, "token": token });
        post(&flow.browser, "/verification/one-time-token/verify", body).await
    };
    start(&flow.browser, "SignIn").await;
    show("ada@example.test", "nope").await.refuses(404, "one_time_token.token_not_found");
    let other = make("ada@example.test", Some("Register")).await;
    show("ada@example.test", &other).await.refuses(400, "one_time_token.interaction_event_mismatch");
    let token = make("ada@example.test", Some("SignIn")).await;
    show("b@example.test", &token).await.refuses(400, "one_time_token.email_mismatch");
    let id = show("ada@example.test", &token).await.expect(200).text_of("verificationId");
    show("ada@example.test", &token).await.refuses(400, "one_time_token.token_consumed");
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let members = format!("/api/organizations/{organization}/users");
    assert_eq!(flow.api.get(&members).await.expect(200).json()[0]["id"], json!(flow.user));
    // Registration is closed, but not for who was invited.
    let closed = json!({ "signInMode": "SignIn", "signUp": { "identifiers": [], "password": false, "verify": false } });
    flow.api.patch("/api/sign-in-exp", closed).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    start(&flow.browser, "SignIn").await;
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" }))
        .await
        .refuses(403, "auth.forbidden");
    let id =
        show("new@example.test", &make("new@example.test", None).await).await.expect(200).text_of("verificationId");
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.refuses(404, "user.user_not_exist");
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    assert_eq!(flow.api.get(&members).await.expect(200).json().as_array().unwrap().len(), 2);
});

on_both!(held links_end, server, {
    let flow = at_sign_in(&server).await;
    let limit = json!({ "sentinelPolicy": { "maxAttempts": 5, "lockoutDuration": 5 } });
    flow.api.patch("/api/sign-in-exp", limit).await.expect(200);
    let make = async |email: &str| {
        let made = flow.api.post("/api/one-time-tokens", json!({ "email": email, "expiresIn": 60 })).await.expect(201);
        (made.text_of("id"), made.text_of("token"))
    };
    let show = async |email: &str, token: &str| {
        let body = json!({ "identifier": { "type": "email", "value": email }, "token": token });
        post(&flow.browser, "/verification/one-time-token/verify", body).await
    };
    start(&flow.browser, "SignIn").await;
    let (id, token) = make("a@example.test").await;
    flow.api.put(&format!("/api/one-time-tokens/{id}/status"), json!({ "status": "revoked" })).await.expect(200);
    show("a@example.test", &token).await.refuses(400, "one_time_token.token_revoked");
    let (_, token) = make("b@example.test").await;
    server.clock.advance(61_000);
    show("b@example.test", &token).await.refuses(400, "one_time_token.token_expired");
    for _ in 0..3 {
        show("b@example.test", &token).await.refuses(400, "one_time_token.token_expired");
    }
    // What was guessed too often is not taken when it is right either.
    let blocked = "session.verification_blocked_too_many_attempts";
    show("b@example.test", "guess").await.refuses(400, blocked);
    let (_, token) = make("b@example.test").await;
    show("b@example.test", &token).await.refuses(400, blocked);
});
