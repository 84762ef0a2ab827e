//! `/api/sentinel-activities/delete`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, prove, start};

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
