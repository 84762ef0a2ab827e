//! `/api/experience/verification/mfa-verification-code/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, last_code, messages, post};

on_both!(a_code_by_mail_is_a_second_factor, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let mfa = json!({ "mfa": { "factors": ["EmailVerificationCode"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    let refused =
        post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification").json();
    assert_eq!(refused["data"]["maskedIdentifiers"], json!({ "EmailVerificationCode": "****@example.test" }));
    let sent = post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "email" })).await;
    let id = sent.expect(200).text_of("verificationId");
    let code = last_code(&receiver, 1).await;
    assert_eq!(receiver.so_far()[0].json()["type"], "MfaVerification");
    let show = async |kind: &str, code: &str| {
        let body = json!({ "verificationId": id, "code": code, "identifierType": kind });
        post(&flow.browser, "/verification/mfa-verification-code/verify", body).await
    };
    show("phone", &code).await.refuses(404, "session.verification_session_not_found");
    show("email", "1").await.refuses(400, "verification_code.code_mismatch");
    show("email", &code).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(held codes_as_second_factor_end, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let policies = json!({ "sentinelPolicy": { "maxAttempts": 8, "lockoutDuration": 5 },
                           "verificationCodePolicy": { "expirationDuration": 120, "maxRetryAttempts": 2 } });
    flow.api.patch("/api/sign-in-exp", policies).await.expect(200);
    let send = async || {
        let before = receiver.so_far().len();
        let sent = post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "email" }));
        (sent.await.expect(200).text_of("verificationId"), last_code(&receiver, before + 1).await)
    };
    let show = async |id: &str, code: &str| {
        let body = json!({ "verificationId": id, "code": code, "identifierType": "email" });
        post(&flow.browser, "/verification/mfa-verification-code/verify", body).await
    };
    let (id, code) = send().await;
    show(&id, &code).await.expect(200);
    show(&id, &code).await.refuses(400, "verification_code.not_found");
    let (id, code) = send().await;
    server.clock.advance(121_000);
    show(&id, &code).await.refuses(400, "verification_code.expired");
    let (id, code) = send().await;
    for _ in 0..2 {
        show(&id, "").await.refuses(400, "verification_code.code_mismatch");
    }
    show(&id, &code).await.refuses(400, "verification_code.exceed_max_try");
    let (id, code) = send().await;
    for _ in 0..2 {
        show(&id, "no code at all, and longer than any").await.refuses(400, "verification_code.code_mismatch");
    }
    let blocked = "session.verification_blocked_too_many_attempts";
    show(&id, "1").await.refuses(400, blocked);
    show(&id, &code).await.refuses(400, blocked);
});
