//! `/api/experience/verification/password`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, post, prove, settings, start};

on_both!(only_the_right_password_is_a_proof, server, {
    let flow = at_sign_in(&server).await;
    prove(&flow.browser, "ada", PASSWORD).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    prove(&flow.browser, "ada", "wrong").await.refuses(422, "session.invalid_credentials");
    prove(&flow.browser, "nobody", PASSWORD).await.refuses(422, "session.invalid_credentials");
    let by_email = json!({ "identifier": { "type": "email", "value": "ADA@example.test" }, "password": PASSWORD });
    post(&flow.browser, "/verification/password", by_email).await.expect(200);
    let suspend = async |on: bool| {
        flow.api
            .patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": on }))
            .await
            .expect(200);
    };
    suspend(true).await;
    prove(&flow.browser, "ada", "wrong").await.refuses(422, "session.invalid_credentials");
    prove(&flow.browser, "ada", PASSWORD).await.refuses(401, "user.suspended");
    suspend(false).await;
    settings(&server, "password_expiration", "{\"enabled\":true,\"validPeriodDays\":0}").await;
    prove(&flow.browser, "ada", PASSWORD).await.refuses(422, "password.expired");
});

on_both!(held guessing_is_stopped, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "sentinel_policy", "{\"maxAttempts\":3,\"lockoutDuration\":5}").await;
    start(&flow.browser, "SignIn").await;
    for _ in 0..2 {
        prove(&flow.browser, "ada", "wrong").await.refuses(422, "session.invalid_credentials");
    }
    let blocked = "session.verification_blocked_too_many_attempts";
    prove(&flow.browser, "ada", "wrong").await.refuses(400, blocked);
    prove(&flow.browser, "ada", PASSWORD).await.refuses(400, blocked);
    prove(&flow.browser, "eve", "wrong").await.refuses(422, "session.invalid_credentials");
    server.clock.advance(6 * 60_000);
    prove(&flow.browser, "ada", PASSWORD).await.expect(200);
});
