//! The suggestion of a further second factor.

use avouch_testkit::on_both;
use serde_json::json;

use super::verification::totp::code_of;
use super::{PASSWORD, at_sign_in, last_code, messages, post, prove_code, put, settings, start};

const SUGGESTED: &str = "session.mfa.suggest_additional_mfa";

on_both!(whose_address_is_the_only_factor_is_asked_once, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let wanted = json!({
        "signUp": { "identifiers": ["email"], "password": false, "verify": true },
        "signIn": { "methods": [
            { "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true },
        ] },
        "forgotPasswordMethods": [],
        "mfa": { "factors": ["Totp", "EmailVerificationCode"], "policy": "Mandatory" },
    });
    settings(&server, "sign_in", &wanted["signIn"].to_string()).await;
    settings(&server, "sign_up", &wanted["signUp"].to_string()).await;
    settings(&server, "mfa", &wanted["mfa"].to_string()).await;
    start(&flow.browser, "Register").await;
    let id = prove_code(&flow.browser, &receiver, "email", "grace@example.test", "Register").await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    // Sent once more, it makes no second account.
    post(&flow.browser, "/identification", json!({})).await.expect(201);
    let suggested = post(&flow.browser, "/submit", json!({})).await.refuses(422, SUGGESTED).json();
    assert_eq!(
        suggested["data"],
        json!({ "availableFactors": ["Totp", "EmailVerificationCode"],
                "maskedIdentifiers": { "EmailVerificationCode": "grac****@example.test" },
                "isWebAuthnUsedAsSignInPasskey": false, "skippable": true, "suggestion": true })
    );
    post(&flow.browser, "/profile/mfa/mfa-suggestion-skipped", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let users = flow.api.get("/api/users?search=grace%40example.test").await.expect(200).json();
    assert_eq!(users.as_array().unwrap().len(), 1, "{users}");
    // It is asked once, and not at every sign-in.
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    let password = json!({ "password": PASSWORD });
    let user = users[0]["id"].as_str().unwrap();
    flow.api.patch(&format!("/api/users/{user}/password"), password).await.expect(200);
    put(&flow.browser, "", json!({ "interactionEvent": "SignIn" })).await.expect(204);
    let proof = json!({ "identifier": { "type": "email", "value": "grace@example.test" }, "password": PASSWORD });
    let id = post(&flow.browser, "/verification/password", proof).await.expect(200).text_of("verificationId");
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    let sent = post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "email" })).await;
    let id = sent.expect(200).text_of("verificationId");
    let code = last_code(&receiver, 2).await;
    let proof = json!({ "verificationId": id, "code": code, "identifierType": "email" });
    post(&flow.browser, "/verification/mfa-verification-code/verify", proof).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_further_factor_answers_the_suggestion, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    for (column, value) in [
        ("sign_up", json!({ "identifiers": ["email"], "password": false, "verify": true })),
        ("mfa", json!({ "factors": ["Totp", "EmailVerificationCode"], "policy": "PromptAtSignInAndSignUp" })),
    ] {
        settings(&server, column, &value.to_string()).await;
    }
    start(&flow.browser, "Register").await;
    let id = prove_code(&flow.browser, &receiver, "email", "grace@example.test", "Register").await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.suggest_mfa");
    post(&flow.browser, "/profile/mfa/mfa-enabled", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(422, SUGGESTED);
    let secret = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    let code = code_of(&secret.text_of("secret"), server.clock.now().seconds());
    let id = secret.text_of("verificationId");
    post(&flow.browser, "/verification/totp/verify", json!({ "code": code, "verificationId": id })).await.expect(200);
    post(&flow.browser, "/profile/mfa", json!({ "type": "Totp", "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});
