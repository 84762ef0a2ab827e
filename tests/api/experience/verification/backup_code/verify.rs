//! `/api/experience/verification/backup-code/verify`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, settings, start};

on_both!(a_backup_code_works_once, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"Totp\",\"BackupCode\"],\"policy\":\"UserControlled\"}").await;
    let path = format!("/api/users/{}/mfa-verifications", flow.user);
    flow.api.post(&path, json!({ "type": "Totp" })).await.expect(200);
    let codes = flow.api.post(&path, json!({ "type": "BackupCode" })).await.expect(200).json();
    let code = codes["codes"][3].as_str().unwrap().to_owned();
    let verify =
        async |code: &str| post(&flow.browser, "/verification/backup-code/verify", json!({ "code": code })).await;
    start(&flow.browser, "SignIn").await;
    verify(&code).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    verify("nonsense").await.refuses(400, "session.mfa.invalid_backup_code");
    // Twice at once, it works once.
    let tries = futures_util::future::join_all([verify(&code), verify(&code)]).await;
    assert_eq!(tries.iter().filter(|answer| answer.status.as_u16() == 200).count(), 1);
    let listed = flow.api.get(&path).await.json();
    assert_eq!(listed[1]["remainCodes"], 9);
    identify(&flow.browser, "ada", PASSWORD).await;
    verify(&code).await.refuses(400, "session.mfa.invalid_backup_code");
    verify(codes["codes"][4].as_str().unwrap()).await.expect(200);
    settings(&server, "sentinel_policy", "{\"maxAttempts\":5,\"lockoutDuration\":5}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    verify("guess").await.refuses(400, "session.mfa.invalid_backup_code");
    verify("guess").await.refuses(400, "session.verification_blocked_too_many_attempts");
    settings(&server, "sentinel_policy", "{}").await;
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    flow.api
        .post("/api/sentinel-activities/delete", json!({ "targetType": "User", "targets": [flow.user] }))
        .await
        .expect(204);
    verify(codes["codes"][5].as_str().unwrap()).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});
