//! `/api/verifications/password`

use avouch_testkit::{Client, on_both};
use serde_json::json;

use crate::experience::PASSWORD;
use crate::flow::Flow;
use crate::my_account::own::{Own, SCOPES, allow};

const PATH: &str = "/api/verifications/password";

async fn prove(me: &Client, password: &str) -> avouch_testkit::Answer {
    me.post(PATH, json!({ "password": password })).await
}

on_both!(held guessing_is_stopped, server, {
    let own = Own::new(&server).await;
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 3, "lockoutDuration": 5 } });
    own.flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    prove(&own.me, "").await.refuses(400, "guard.invalid_input");
    for _ in 0..2 {
        prove(&own.me, "wrong").await.refuses(422, "session.invalid_credentials");
    }
    let blocked = "session.verification_blocked_too_many_attempts";
    prove(&own.me, "wrong").await.refuses(400, blocked);
    prove(&own.me, PASSWORD).await.refuses(400, blocked);
    server.clock.advance(6 * 60_000);
    let made = prove(&own.me, PASSWORD).await.expect(201).json();
    let expires = server.clock.now().plus_millis(600_000).iso();
    assert_eq!((made["verificationRecordId"].as_str().unwrap().len(), made["expiresAt"].as_str()), (21, expires.as_deref()));
});

on_both!(a_proof_is_of_one_user, server, {
    let own = Own::new(&server).await;
    let mut eve = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    eve.user =
        eve.api.post("/api/users", json!({ "username": "eve", "password": PASSWORD })).await.expect(200).text_of("id");
    let tokens = eve.tokens(&[("scope", SCOPES)]).await;
    let client = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    let of_eve = prove(&client, PASSWORD).await.expect(201).text_of("verificationRecordId");
    let denied = "verification_record.permission_denied";
    own.me.with("logto-verification-id", &of_eve).get("/api/my-account/sessions").await.refuses(401, denied);
    client.with("Logto-Verification-Id", &of_eve).get("/api/my-account/sessions").await.expect(200);
});

on_both!(who_has_no_password_or_is_suspended_proves_nothing, server, {
    let flow = Flow::new(&server, "SPA").await;
    allow(&flow.api, json!({})).await;
    let tokens = flow.tokens(&[("scope", SCOPES)]).await;
    let me = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    prove(&me, PASSWORD).await.refuses(422, "session.invalid_credentials");
    flow.api.patch(&flow.path("/password"), json!({ "password": PASSWORD })).await.expect(200);
    // Suspension takes tokens away; one that was made at the same moment is good for nothing.
    let tx = server.tenant("default").begin().await.unwrap();
    avouch_store::users::update(&tx, &flow.user, vec![("is_suspended", true.into())]).await.unwrap();
    tx.commit().await.unwrap();
    prove(&me, PASSWORD).await.refuses(401, "user.suspended");
});
