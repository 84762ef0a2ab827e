//! `/api/experience/profile/mfa`

mod mfa_enabled;
mod mfa_skipped;
mod mfa_suggestion_skipped;
mod passkey;
mod passkey_skipped;
pub(crate) mod trusted_device;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::totp::code_of;
use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, prove_code};

on_both!(factors_are_set_up_on_the_way, server, {
    let flow = at_sign_in(&server).await;
    let mfa = json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_mfa").json();
    assert_eq!(missing["data"], json!({ "availableFactors": ["Totp"] }));
    let bind = async |kind: &str, id: &str| {
        post(&flow.browser, "/profile/mfa", json!({ "type": kind, "verificationId": id })).await
    };
    let codes = post(&flow.browser, "/verification/backup-code/generate", json!({})).await.expect(200);
    assert_eq!(codes.json()["codes"].as_array().unwrap().len(), 10);
    let codes_id = codes.text_of("verificationId");
    bind("BackupCode", &codes_id).await.refuses(422, "session.mfa.backup_code_can_not_be_alone");
    let secret = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    assert!(secret.text_of("secretQrCode").starts_with("data:image/png;base64,"));
    let totp = secret.text_of("verificationId");
    bind("Totp", &totp).await.refuses(400, "session.verification_failed");
    bind("Totp", "nope").await.refuses(404, "session.verification_session_not_found");
    bind("EmailVerificationCode", &totp).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    let show = async |code: &str| {
        post(&flow.browser, "/verification/totp/verify", json!({ "code": code, "verificationId": totp })).await
    };
    show("000").await.refuses(400, "session.mfa.invalid_totp_code");
    show(&code_of(&secret.text_of("secret"), server.clock.now().seconds())).await.expect(200);
    bind("Totp", &totp).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "session.mfa.backup_code_required");
    bind("BackupCode", &codes_id).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let factors = flow.api.get(&format!("/api/users/{}/mfa-verifications", flow.user)).await.expect(200).json();
    let kinds: Vec<&str> = factors.as_array().unwrap().iter().map(|factor| factor["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Totp", "BackupCode"]);
    // From now on the app is asked for, and there cannot be a second one.
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    bind("Totp", "x").await.refuses(403, "session.mfa.require_mfa_verification");
    let code = codes.json()["codes"][0].as_str().unwrap().to_owned();
    post(&flow.browser, "/verification/backup-code/verify", json!({ "code": code })).await.expect(200);
    let another = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    let id = another.text_of("verificationId");
    let body =
        json!({ "code": code_of(&another.text_of("secret"), server.clock.now().seconds()), "verificationId": id });
    post(&flow.browser, "/verification/totp/verify", body).await.expect(200);
    bind("Totp", &id).await.refuses(422, "user.totp_already_in_use");
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_number_becomes_a_factor, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let mfa = json!({ "mfa": { "factors": ["PhoneVerificationCode"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "phone" }))
        .await
        .refuses(400, "session.mfa.mfa_factor_not_enabled");
    let id = prove_code(&flow.browser, &receiver, "phone", "14155552671", "SignIn").await;
    assert_eq!(receiver.so_far().last().unwrap().json()["type"], "BindMfa");
    let body = json!({ "type": "PhoneVerificationCode", "verificationId": id });
    post(&flow.browser, "/profile/mfa", body).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    let refused =
        post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification").json();
    assert_eq!(refused["data"]["maskedIdentifiers"], json!({ "PhoneVerificationCode": "****2671" }));
});

on_both!(backup_codes_stand_beside_an_address_that_was_just_proved, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let mfa = json!({ "mfa": { "factors": ["EmailVerificationCode", "BackupCode"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    let eve = flow.api.post("/api/users", json!({ "username": "eve", "password": PASSWORD })).await.expect(200);
    identify(&flow.browser, "eve", PASSWORD).await;
    let bind = async |kind: &str, id: &str| {
        post(&flow.browser, "/profile/mfa", json!({ "type": kind, "verificationId": id })).await
    };
    let codes = post(&flow.browser, "/verification/backup-code/generate", json!({})).await.expect(200);
    let codes = codes.text_of("verificationId");
    bind("BackupCode", &codes).await.refuses(422, "session.mfa.backup_code_can_not_be_alone");
    let own = prove_code(&flow.browser, &receiver, "email", "eve@example.test", "SignIn").await;
    bind("EmailVerificationCode", &own).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "session.mfa.backup_code_required");
    bind("BackupCode", &codes).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let eve = flow.api.get(&format!("/api/users/{}", eve.text_of("id"))).await.expect(200).json();
    assert_eq!(eve["primaryEmail"], "eve@example.test");
});

on_both!(addresses_and_numbers_that_are_no_factors, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let settings = json!({
        "mfa": { "factors": ["EmailVerificationCode", "PhoneVerificationCode"], "policy": "UserControlled" },
        "emailBlocklistPolicy": { "blockSubaddressing": true, "customBlocklist": ["@bad.test"] },
    });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let idp = crate::experience::verification::sso::Idp::start().await;
    crate::experience::verification::sso::connect(&flow.api, &idp, "OIDC", json!({})).await;
    let eve = json!({ "username": "eve", "password": PASSWORD, "primaryPhone": "14155552672" });
    flow.api.post("/api/users", eve).await.expect(200);
    flow.api.post("/api/users", json!({ "username": "bob", "password": PASSWORD })).await.expect(200);
    let bind = async |kind: &str, value: &str| {
        let id = prove_code(&flow.browser, &receiver, kind, value, "SignIn").await;
        let factor = if kind == "email" { "EmailVerificationCode" } else { "PhoneVerificationCode" };
        post(&flow.browser, "/profile/mfa", json!({ "type": factor, "verificationId": id })).await
    };
    identify(&flow.browser, "bob", PASSWORD).await;
    for (kind, value, code) in [
        ("email", "bob@acme.test", "session.sso_enabled"),
        ("email", "bob@bad.test", "session.email_blocklist.email_not_allowed"),
        ("email", "bob+x@example.test", "session.email_blocklist.email_subaddressing_not_allowed"),
        ("email", "Ada@example.test", "user.email_already_in_use"),
        ("phone", "14155552672", "user.phone_already_in_use"),
    ] {
        bind(kind, value).await.refuses(422, code);
    }
    // Whoever has one does not get another here; that a factor has to be used first is spared who chose so.
    let spared = json!({ "mfa": { "enabled": false } });
    for (user, kind, value, code) in [
        ("ada", "email", "other@example.test", "user.email_exists_in_profile"),
        ("eve", "phone", "14155552673", "user.phone_exists_in_profile"),
    ] {
        let found = flow.api.get(&format!("/api/users?search.username={user}")).await.expect(200).json();
        let config = format!("/api/users/{}/logto-configs", found[0]["id"].as_str().unwrap());
        flow.api.patch(&config, spared.clone()).await.expect(200);
        identify(&flow.browser, user, PASSWORD).await;
        bind(kind, value).await.refuses(422, code);
    }
});
