//! `/api/logs`: each step of the sign-in experience has an entry, and none has a secret

use avouch_testkit::{Receiver, on_both};
use http::Method;
use serde_json::{Value, json};

use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, prove, put, start};
use crate::flow::Flow;
use crate::passkey::Authenticator;

/// What nobody may read in an entry.
const CODE: &str = "918273";
const WRONG: &str = "Wr0ng-Pa55word";

/// Steps with the end of the key of their entries.
fn steps(authenticator: &mut Authenticator) -> Vec<(Method, &'static str, Value, &'static str)> {
    let challenge = json!({ "challenge": "AAAA", "rp": { "id": "localhost" }, "user": { "id": "AAAA" } });
    let made = authenticator.create(&challenge);
    let used = authenticator.get(&challenge, None);
    let email = json!({ "type": "email", "value": "ada@example.test" });
    let phone = json!({ "type": "phone", "value": "14155552671" });
    let name = json!({ "type": "username", "value": "ada" });
    let ask = |identifier: &Value| json!({ "identifier": identifier, "interactionEvent": "SignIn" });
    let show = |identifier: &Value| json!({ "identifier": identifier, "verificationId": "x", "code": CODE });
    let away = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let back = json!({ "connectorData": { "code": CODE, "state": "xyz" }, "verificationId": "x" });
    let mfa = |kind: &str| json!({ "identifierType": kind, "verificationId": "x", "code": CODE });
    let posts = [
        ("/verification/password", json!({ "identifier": name, "password": WRONG }), "Verification.Password.Submit"),
        ("/verification/verification-code", ask(&email), "Verification.EmailVerificationCode.Create"),
        ("/verification/verification-code/verify", show(&email), "Verification.EmailVerificationCode.Submit"),
        ("/verification/verification-code", ask(&phone), "Verification.PhoneVerificationCode.Create"),
        ("/verification/verification-code/verify", show(&phone), "Verification.PhoneVerificationCode.Submit"),
        (
            "/verification/mfa-verification-code",
            json!({ "identifierType": "email" }),
            "Verification.MfaEmailVerificationCode.Create",
        ),
        ("/verification/mfa-verification-code/verify", mfa("email"), "Verification.MfaEmailVerificationCode.Submit"),
        (
            "/verification/mfa-verification-code",
            json!({ "identifierType": "phone" }),
            "Verification.MfaPhoneVerificationCode.Create",
        ),
        ("/verification/mfa-verification-code/verify", mfa("phone"), "Verification.MfaPhoneVerificationCode.Submit"),
        (
            "/verification/new-password-identity",
            json!({ "identifier": name, "password": WRONG }),
            "Verification.NewPasswordIdentity.Submit",
        ),
        ("/verification/totp/secret", json!({}), "Verification.Totp.Create"),
        ("/verification/totp/verify", json!({ "code": CODE }), "Verification.Totp.Submit"),
        ("/verification/backup-code/generate", json!({}), "Verification.BackupCode.Create"),
        ("/verification/backup-code/verify", json!({ "code": CODE }), "Verification.BackupCode.Submit"),
        ("/verification/social/nope/authorization-uri", away.clone(), "Verification.Social.Create"),
        ("/verification/social/nope/verify", back.clone(), "Verification.Social.Submit"),
        ("/verification/sso/nope/authorization-uri", away, "Verification.EnterpriseSso.Create"),
        ("/verification/sso/nope/verify", back, "Verification.EnterpriseSso.Submit"),
        ("/verification/web-authn/registration", json!({}), "Verification.WebAuthn.Create"),
        (
            "/verification/web-authn/registration/verify",
            json!({ "verificationId": "x", "payload": made }),
            "Verification.WebAuthn.Submit",
        ),
        (
            "/verification/sign-in-passkey/authentication",
            json!({ "identifier": name }),
            "Verification.SignInPasskey.Create",
        ),
        (
            "/verification/sign-in-passkey/authentication/verify",
            json!({ "verificationId": "x", "payload": used }),
            "Verification.SignInPasskey.Submit",
        ),
        (
            "/verification/one-time-token/verify",
            json!({ "identifier": email, "token": CODE }),
            "Verification.OneTimeToken.Submit",
        ),
        ("/identification", json!({ "verificationId": "x" }), "Identifier.Submit"),
        ("/profile", json!({ "type": "password", "value": WRONG }), "Profile.Update"),
        ("/profile/mfa", json!({ "type": "Totp", "verificationId": "x" }), "BindMfa.Totp.Submit"),
        ("/profile/mfa", json!({ "type": "WebAuthn", "verificationId": "x" }), "BindMfa.WebAuthn.Submit"),
        ("/profile/mfa", json!({ "type": "BackupCode", "verificationId": "x" }), "BindMfa.BackupCode.Submit"),
        (
            "/profile/mfa",
            json!({ "type": "EmailVerificationCode", "verificationId": "x" }),
            "BindMfa.EmailVerificationCode.Submit",
        ),
        (
            "/profile/mfa",
            json!({ "type": "PhoneVerificationCode", "verificationId": "x" }),
            "BindMfa.PhoneVerificationCode.Submit",
        ),
        ("/profile/mfa/passkey", json!({ "verificationId": "x" }), "SignInPasskey.Submit"),
        ("/submit", json!({}), "Submit"),
    ];
    posts.into_iter().map(|(path, body, key)| (Method::POST, path, body, key)).collect()
}

on_both!(every_step_has_an_entry_without_secrets, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let mut authenticator = Authenticator::new(&flow.api.base);
    for event in ["SignIn", "Register", "ForgotPassword"] {
        start(&flow.browser, event).await;
        let same = json!({ "interactionEvent": event });
        put(&flow.browser, "/interaction-event", same).await;
        if event == "SignIn" {
            identify(&flow.browser, "ada", PASSWORD).await;
        }
        for (method, path, body, key) in steps(&mut authenticator) {
            let before = server.logs().await.len();
            let answer = flow.browser.json(method, &format!("/api/experience{path}"), body).await;
            let logs = server.logs().await;
            let key = format!("Interaction.{event}.{key}");
            let entry = logs[before..].iter().find(|entry| entry["key"] == json!(key));
            let entry = entry.unwrap_or_else(|| panic!("no {key}: {} {}", answer.status, answer.text()));
            let went = if answer.status.is_success() { "Success" } else { "Error" };
            assert_eq!(entry["result"], went, "{key}");
            assert_eq!(entry["applicationId"], json!(flow.client), "{key}");
            assert!(entry["ip"].is_string() && entry["sessionId"].is_string(), "{entry}");
            assert_eq!(entry["params"]["client_id"], json!(flow.client), "{key}");
            assert_eq!(entry["interaction"]["interactionEvent"], event, "{key}");
            if went == "Error" {
                assert_eq!(entry["error"]["code"], answer.json()["code"], "{key}");
            }
        }
    }
    let logs = server.logs().await;
    for event in ["SignIn", "Register", "ForgotPassword"] {
        for act in ["Create", "Update"] {
            let key = format!("Interaction.{event}.{act}");
            assert!(logs.iter().any(|entry| entry["key"] == json!(key)), "no {key}");
        }
    }
    let by_name = logs.iter().find(|entry| entry["key"] == "Interaction.SignIn.Verification.Password.Submit").unwrap();
    assert_eq!(by_name["payload"]["identifier"]["value"], "ada");
    let identified = logs.iter().find(|entry| entry["key"] == "Interaction.SignIn.Identifier.Submit").unwrap();
    assert_eq!(identified["userId"], json!(flow.user));
    let sent: Vec<String> = receiver
        .so_far()
        .iter()
        .filter_map(|mail| mail.json()["payload"]["code"].as_str().map(ToOwned::to_owned))
        .collect();
    assert!(!sent.is_empty());
    let text = json!(logs).to_string();
    for secret in sent.iter().map(String::as_str).chain([PASSWORD, WRONG, CODE]) {
        assert!(!text.contains(secret), "{secret}");
    }
    // Administrators find them by who it was.
    let path = format!("/api/logs?userId={}&logKey=Interaction.SignIn.Submit", flow.user);
    assert_eq!(flow.api.get(&path).await.expect(200).header("total-number"), "1");
});

on_both!(an_interaction_begins_and_ends, server, {
    let flow = at_sign_in(&server).await;
    let started = json!({ "interactionEvent": "SignIn", "captchaToken": "x" });
    put(&flow.browser, "", started).await.refuses(422, "session.captcha_failed");
    identify(&flow.browser, "ada", PASSWORD).await;
    let done = post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.follow(&done.text_of("redirectTo")).await;
    let logs = server.logs().await;
    let one = |key: &str| logs.iter().find(|entry| entry["key"] == key).unwrap_or_else(|| panic!("no {key}"));
    let (begun, ended) = (one("Interaction.Create"), one("Interaction.End"));
    assert_eq!((&begun["prompt"]["name"], &begun["applicationId"]), (&json!("login"), &json!(flow.client)));
    assert_eq!((&ended["interactionId"], &ended["userId"]), (&begun["interactionId"], &json!(flow.user)));
    assert_eq!(one("Interaction.Create.Captcha")["success"], false);
    assert_eq!(one("Interaction.SignIn.Create")["error"]["code"], "session.captcha_failed");
    assert_eq!(one("Interaction.SignIn.Submit")["result"], "Success");
});

on_both!(who_guesses_is_locked_out_and_webhooks_are_told, server, {
    let flow = at_sign_in(&server).await;
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 2, "lockoutDuration": 5 } });
    flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    let receiver = Receiver::start().await;
    let hook = json!({ "name": "lock", "events": ["Identifier.Lockout"], "config": { "url": receiver.base } });
    flow.api.post("/api/hooks", hook).await.expect(201);
    start(&flow.browser, "SignIn").await;
    prove(&flow.browser, "ada", WRONG).await.refuses(422, "session.invalid_credentials");
    for password in [WRONG, PASSWORD, WRONG] {
        prove(&flow.browser, "ada", password).await.refuses(400, "session.verification_blocked_too_many_attempts");
    }
    let told = receiver.wait(1).await[0].json();
    let told = (&told["event"], &told["type"], &told["value"]);
    assert_eq!(told, (&json!("Identifier.Lockout"), &json!("username"), &json!("ada")));
    assert_eq!(receiver.so_far().len(), 1, "once for each lock-out");
    let logs = server.logs().await;
    let blocked =
        logs.iter().filter(|entry| entry["error"]["code"] == "session.verification_blocked_too_many_attempts");
    assert_eq!(blocked.count(), 3);
});

on_both!(entries_say_where_a_proxy_saw_the_caller, server, {
    let flow = Flow::new(&server, "SPA").await;
    let browser = flow.browser.with("x-logto-cf-country", "DE").with("x-logto-cf-city", "Berlin");
    browser.get(&flow.request(&[])).await.expect(303);
    start(&browser, "SignIn").await;
    let elsewhere = server.anonymous().with("x-logto-cf-country", "FR");
    elsewhere.form("/oidc/token", &[("grant_type", "client_credentials"), ("client_id", "nobody")]).await;
    elsewhere.get("/api/saml/nobody/authn?SAMLRequest=x&RelayState=r").await;
    server.anonymous().form("/oidc/token", &[("grant_type", "refresh_token"), ("client_id", "nobody")]).await;
    let logs = server.logs().await;
    let one = |key: &str| logs.iter().rfind(|entry| entry["key"] == key).unwrap_or_else(|| panic!("no {key}"));
    let (berlin, france) = (json!({ "country": "DE", "city": "Berlin" }), json!({ "country": "FR" }));
    for (key, place) in [
        ("Interaction.Create", &berlin),
        ("Interaction.SignIn.Create", &berlin),
        ("ExchangeTokenBy.ClientCredentials", &france),
        ("SamlApplication.AuthnRequest", &france),
    ] {
        assert_eq!(&one(key)["signInContext"], place, "{key}");
    }
    assert_eq!(one("ExchangeTokenBy.RefreshToken").get("signInContext"), None);
    let asked = one("SamlApplication.AuthnRequest");
    assert_eq!(asked["query"], json!({ "SAMLRequest": "x", "RelayState": "r" }));
    assert_eq!((&asked["applicationId"], &asked["result"]), (&json!("nobody"), &json!("Error")));
});
