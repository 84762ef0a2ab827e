//! `/api/verification-codes/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{last_code, messages};

on_both!(held only_the_code_that_was_sent_is_right, server, {
    let api = server.management().await;
    let receiver = messages(&api).await;
    let email = "ada@example.test";
    let verify = async |code: &str| {
        let body = json!({ "email": email, "verificationCode": code });
        server.management().await.post("/api/verification-codes/verify", body).await
    };
    verify("123456").await.refuses(400, "verification_code.not_found");
    api.post("/api/verification-codes", json!({ "email": email })).await.expect(204);
    let code = last_code(&receiver, 1).await;
    verify("").await.refuses(400, "guard.invalid_input");
    verify("wrong").await.refuses(400, "verification_code.code_mismatch");
    verify(&code).await.expect(204);
    verify(&code).await.refuses(400, "verification_code.not_found");
    api.patch("/api/sign-in-exp", json!({ "verificationCodePolicy": { "maxRetryAttempts": 1, "expirationDuration": 60 } })).await
        .expect(200);
    api.post("/api/verification-codes", json!({ "email": email })).await.expect(204);
    let code = last_code(&receiver, 2).await;
    verify("wrong").await.refuses(400, "verification_code.code_mismatch");
    verify(&code).await.refuses(400, "verification_code.exceed_max_try");
    api.post("/api/verification-codes", json!({ "email": email })).await.expect(204);
    let code = last_code(&receiver, 3).await;
    server.clock.advance(61_000);
    verify(&code).await.refuses(400, "verification_code.expired");
});
