//! `/api/sentinel-activities/delete`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, post, prove, start};

on_both!(someone_locked_out_may_try_again, server, {
    let api = server.management().await;
    let flow = at_sign_in(&server).await;
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 2, "lockoutDuration": 5 } });
    api.patch("/api/sign-in-exp", policy).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let attempt = async |password: &str| prove(&flow.browser, "ada", password).await;
    attempt("wrong").await.refuses(422, "session.invalid_credentials");
    attempt("wrong").await.refuses(400, "session.verification_blocked_too_many_attempts");
    attempt(PASSWORD).await.refuses(400, "session.verification_blocked_too_many_attempts");
    let other = json!({ "targetType": "App", "targets": ["ada"] });
    api.post("/api/sentinel-activities/delete", other).await.expect(204);
    attempt(PASSWORD).await.refuses(400, "session.verification_blocked_too_many_attempts");
    let own = json!({ "targetType": "User", "targets": ["ada"] });
    api.post("/api/sentinel-activities/delete", own).await.expect(204);
    attempt(PASSWORD).await.expect(200);
    api.post("/api/sentinel-activities/delete", json!({ "targetType": "Dog", "targets": [] }))
        .await
        .refuses(400, "guard.invalid_input");
});

on_both!(an_identifier_is_the_same_however_it_is_written, server, {
    const BLOCKED: &str = "session.verification_blocked_too_many_attempts";
    let flow = at_sign_in(&server).await;
    let user = json!({ "primaryPhone": "4915112345678" });
    flow.api.patch(&format!("/api/users/{}", flow.user), user).await.expect(200);
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 3, "lockoutDuration": 5 } });
    flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let attempt = async |kind: &str, value: &str| {
        let body = json!({ "identifier": { "type": kind, "value": value }, "password": "wrong" });
        post(&flow.browser, "/verification/password", body).await
    };
    for (kind, ways, plain) in [
        ("email", ["ada@example.test", "Ada@example.test", "ADA@EXAMPLE.TEST"], "ada@example.test"),
        ("phone", ["4915112345678", "49015112345678", "4915112345678"], "49015112345678"),
    ] {
        attempt(kind, ways[0]).await.refuses(422, "session.invalid_credentials");
        attempt(kind, ways[1]).await.refuses(422, "session.invalid_credentials");
        attempt(kind, ways[2]).await.refuses(400, BLOCKED);
        attempt(kind, ways[1]).await.refuses(400, BLOCKED);
        let own = json!({ "targetType": "User", "targets": [plain] });
        flow.api.post("/api/sentinel-activities/delete", own).await.expect(204);
        attempt(kind, ways[1]).await.refuses(422, "session.invalid_credentials");
    }
});
