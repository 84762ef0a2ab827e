//! `/api/experience/verification/totp/verify`

use avouch_testkit::on_both;
use serde_json::json;
use totp_rs::{Builder, Secret};

use crate::experience::{PASSWORD, at_sign_in, identify, post, settings, start};

on_both!(held a_second_factor_is_needed_and_no_code_works_twice, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"Totp\"],\"policy\":\"UserControlled\"}").await;
    let path = format!("/api/users/{}/mfa-verifications", flow.user);
    let secret = flow.api.post(&path, json!({ "type": "Totp" })).await.expect(200).text_of("secret");
    let totp = Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap()).build_noncompliant();
    let code = || totp.generate(server.clock.now().seconds().unsigned_abs()).to_string();
    let verify = async |code: &str| post(&flow.browser, "/verification/totp/verify", json!({ "code": code })).await;
    start(&flow.browser, "SignIn").await;
    verify(&code()).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let refused = post(&flow.browser, "/submit", json!({})).await;
    let refused = refused.refuses(403, "session.mfa.require_mfa_verification").json();
    assert_eq!(refused["data"]["availableFactors"], json!(["Totp"]));
    verify("000000").await.refuses(400, "session.mfa.invalid_totp_code");
    let used = code();
    verify(&used).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    verify(&used).await.refuses(400, "session.mfa.invalid_totp_code");
    server.clock.advance(60_000);
    verify(&code()).await.expect(200);
    settings(&server, "sentinel_policy", "{\"maxAttempts\":4,\"lockoutDuration\":5}").await;
    server.clock.advance(60_000);
    verify("000000").await.refuses(400, "session.mfa.invalid_totp_code");
    let blocked = "session.verification_blocked_too_many_attempts";
    verify("000000").await.refuses(400, blocked);
    verify(&code()).await.refuses(400, blocked);
});
