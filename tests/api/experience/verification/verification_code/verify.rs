//! `/api/experience/verification/verification-code/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, last_code, messages, send_code, show_code, start};

on_both!(held only_the_code_that_was_sent_is_right, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    start(&flow.browser, "SignIn").await;
    let (mail, sms) = ("ada@example.test", "14155552671");
    show_code(&flow.browser, "email", mail, "nope", "1").await.refuses(404, "session.verification_session_not_found");
    let id = send_code(&flow.browser, "email", mail, "SignIn").await.expect(200).text_of("verificationId");
    let code = last_code(&receiver, 1).await;
    show_code(&flow.browser, "email", mail, &id, "000").await.refuses(400, "verification_code.code_mismatch");
    show_code(&flow.browser, "email", "other@example.test", &id, &code).await.refuses(400, "verification_code.email_mismatch");
    // What proves an address proves no number.
    show_code(&flow.browser, "phone", sms, &id, &code).await.refuses(404, "session.verification_session_not_found");
    show_code(&flow.browser, "email", mail, &id, &code).await.expect(200);
    show_code(&flow.browser, "email", mail, &id, &code).await.refuses(400, "verification_code.not_found");
    flow.api.patch("/api/sign-in-exp", json!({ "sentinelPolicy": { "maxAttempts": 3, "lockoutDuration": 5 } })).await.expect(200);
    let id = send_code(&flow.browser, "phone", sms, "SignIn").await.expect(200).text_of("verificationId");
    for _ in 0..2 {
        show_code(&flow.browser, "phone", sms, &id, "1").await.refuses(400, "verification_code.code_mismatch");
    }
    show_code(&flow.browser, "phone", sms, &id, "1").await.refuses(400, "session.verification_blocked_too_many_attempts");
    let other = "14155552672";
    show_code(&flow.browser, "phone", other, &id, "1").await.refuses(400, "verification_code.phone_mismatch");
    let id = send_code(&flow.browser, "phone", other, "SignIn").await.expect(200).text_of("verificationId");
    let code = last_code(&receiver, 3).await;
    server.clock.advance(601_000);
    show_code(&flow.browser, "phone", other, &id, &code).await.refuses(400, "verification_code.expired");
});
