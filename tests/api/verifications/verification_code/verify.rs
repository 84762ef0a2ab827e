//! `/api/verifications/verification-code/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{last_code, messages};
use crate::my_account::own::Own;

const PATH: &str = "/api/verifications/verification-code/verify";

on_both!(held only_the_code_that_was_sent_is_right, server, {
    let own = Own::new(&server).await;
    let receiver = messages(&own.flow.api).await;
    let show = async |kind: &str, value: &str, id: &str, code: &str| {
        let body = json!({ "identifier": { "type": kind, "value": value }, "verificationId": id, "code": code });
        own.me.post(PATH, body).await
    };
    let (mail, sms) = ("ada@example.test", "14155552671");
    show("email", mail, "nope", "1").await.refuses(400, "verification_record.not_found");
    show("email", mail, &own.proof().await, "1").await.refuses(400, "verification_record.not_found");
    let id = own.send_code("email", mail).await;
    let code = last_code(&receiver, 1).await;
    show("email", mail, &id, "000").await.refuses(400, "verification_code.code_mismatch");
    show("email", "other@example.test", &id, &code).await.refuses(400, "verification_code.email_mismatch");
    show("phone", sms, &id, &code).await.refuses(400, "verification_record.not_found");
    // Sent is not proved.
    let sessions = "/api/my-account/sessions";
    let me = own.me.with("logto-verification-id", &id);
    me.get(sessions).await.refuses(401, "verification_record.permission_denied");
    assert_eq!(show("email", mail, &id, &code).await.expect(200).json(), json!({ "verificationRecordId": id }));
    me.get(sessions).await.expect(200);
    show("email", mail, &id, &code).await.refuses(400, "verification_code.not_found");
    // A code for something new, or for a factor, proves nobody.
    let new = own.prove_code(&receiver, "phone", sms).await;
    own.me.with("logto-verification-id", &new).get(sessions).await.refuses(401, "verification_record.permission_denied");
    let bind = json!({ "identifier": { "type": "email", "value": mail }, "templateType": "BindMfa" });
    let bind = own.me.post("/api/verifications/verification-code", bind).await.expect(201).text_of("verificationRecordId");
    show("email", mail, &bind, &last_code(&receiver, 3).await).await.expect(200);
    own.me.with("logto-verification-id", &bind).get(sessions).await.refuses(401, "verification_record.permission_denied");
    let id = own.send_code("phone", sms).await;
    let code = last_code(&receiver, 4).await;
    show("phone", "14155552672", &id, &code).await.refuses(400, "verification_code.phone_mismatch");
    for _ in 0..10 {
        show("phone", sms, &id, "0").await.refuses(400, "verification_code.code_mismatch");
    }
    show("phone", sms, &id, &code).await.refuses(400, "verification_code.exceed_max_try");
    let short = json!({ "verificationCodePolicy": { "expirationDuration": 60 } });
    own.flow.api.patch("/api/sign-in-exp", short).await.expect(200);
    let id = own.send_code("phone", "14155552673").await;
    let code = last_code(&receiver, 5).await;
    server.clock.advance(61_000);
    show("phone", "14155552673", &id, &code).await.refuses(400, "verification_code.expired");
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 2, "lockoutDuration": 5 } });
    own.flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    show("phone", "14155552673", &id, "0").await.refuses(400, "session.verification_blocked_too_many_attempts");
    server.clock.advance(600_000);
    show("phone", "14155552673", &id, &code).await.refuses(400, "verification_record.not_found");
});
