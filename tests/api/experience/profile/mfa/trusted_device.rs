//! `/api/experience/profile/mfa/trusted-device`

use avouch_testkit::{Answer, Receiver, Server, on_both};
use serde_json::{Value, json};

use crate::experience::verification::totp::code_of;
use crate::experience::{PASSWORD, at_sign_in, identify, post, put, shown};
use crate::flow::Flow;

const PATH: &str = "/profile/mfa/trusted-device";
const NEEDED: &str = "session.mfa.require_mfa_verification";

/// Someone with an authenticator app whose tenant remembers browsers for a week; the app's secret.
pub(crate) async fn remembering(server: &Server) -> (Flow<'_>, String) {
    let flow = at_sign_in(server).await;
    let settings = json!({ "mfa": { "factors": ["Totp", "BackupCode"], "policy": "NoPrompt" },
                           "trustedDevice": { "enabled": true, "durationDays": 7 } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let made = flow.api.post(&flow.path("/mfa-verifications"), json!({ "type": "Totp" })).await.expect(200);
    (flow, made.text_of("secret"))
}

/// Begins to sign in with the password.
pub(crate) async fn begin(flow: &Flow<'_>) {
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
}

/// Signs in with the app and has the browser remembered.
pub(crate) async fn remember(flow: &Flow<'_>, secret: &str) -> Answer {
    begin(flow).await;
    let code = json!({ "code": code_of(secret, flow.server.clock.now().seconds()) });
    post(&flow.browser, "/verification/totp/verify", code).await.expect(200);
    post(&flow.browser, PATH, json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200)
}

on_both!(held a_browser_stands_for_a_second_factor_for_a_while, server, {
    let (flow, secret) = remembering(&server).await;
    begin(&flow).await;
    assert_eq!(shown(&flow.browser).await["trustedDevice"], json!({ "canCreate": true, "durationDays": 7 }));
    post(&flow.browser, PATH, json!({})).await.refuses(403, NEEDED);
    post(&flow.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    let done = remember(&flow, &secret).await;
    let cookie = done.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-logto-trusted-device-"), "{cookie}");
    for part in ["; path=/", "; secure", "; httponly", "; samesite=lax", "; expires="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    // The next time the password is enough here, and nowhere else.
    begin(&flow).await;
    assert_eq!(shown(&flow.browser).await["trustedDevice"]["canCreate"], false);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let other = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    begin(&other).await;
    post(&other.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    let listed = flow.api.get(&flow.path("/trusted-devices")).await.expect(200);
    assert_eq!(listed.header("total-number"), "1");
    let device = &listed.json()[0];
    assert!(device["expiresAt"].as_i64() > device["lastUsedAt"].as_i64() && device["id"].is_string(), "{device}");
    // A cookie that says more than it knows is worth nothing.
    let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
    other.browser.plant(name, &format!("{}.guessed", device["id"].as_str().unwrap()));
    post(&other.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    // The same cookie is none of someone else's.
    other.browser.plant(name, value);
    post(&other.browser, "/submit", json!({})).await.expect(200);
    server.clock.advance(7 * 86_400_000 + 1000);
    begin(&flow).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    let api = server.management().await;
    assert_eq!(api.get(&flow.path("/trusted-devices")).await.expect(200).json(), json!([]));
});

on_both!(held tenants_and_organizations_may_forget_browsers, server, {
    let (flow, secret) = remembering(&server).await;
    remember(&flow, &secret).await;
    let organization = flow.api.organization("strict").await;
    let members = format!("/api/organizations/{organization}/users");
    flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
    begin(&flow).await;
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let path = format!("/api/organizations/{organization}");
    let strict = flow.api.patch(&path, json!({ "isTrustedDeviceAllowed": false })).await.expect(200).json();
    assert_eq!(strict["isTrustedDeviceAllowed"], false);
    begin(&flow).await;
    assert_eq!(shown(&flow.browser).await["trustedDevice"], json!({ "canCreate": false }));
    post(&flow.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    post(&flow.browser, PATH, json!({})).await.refuses(403, "auth.forbidden");
    flow.api.patch(&path, json!({ "isTrustedDeviceAllowed": true })).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.api.patch("/api/sign-in-exp", json!({ "trustedDevice": { "enabled": false } })).await.expect(200);
    begin(&flow).await;
    assert!(shown(&flow.browser).await.get("trustedDevice").is_none());
    post(&flow.browser, "/submit", json!({})).await.refuses(403, NEEDED);
    put(&flow.browser, "", json!({ "interactionEvent": "ForgotPassword" })).await.expect(204);
    post(&flow.browser, PATH, json!({})).await.refuses(400, "session.not_supported_for_forgot_password");
    put(&flow.browser, "", json!({ "interactionEvent": "SignIn" })).await.expect(204);
    post(&flow.browser, PATH, json!({})).await.refuses(404, "session.identifier_not_found");
});

on_both!(a_backup_code_is_not_enough_to_be_remembered, server, {
    let (flow, _) = remembering(&server).await;
    let codes = flow.api.post(&flow.path("/mfa-verifications"), json!({ "type": "BackupCode" })).await.expect(200);
    begin(&flow).await;
    let code = codes.json()["codes"][0].clone();
    post(&flow.browser, "/verification/backup-code/verify", json!({ "code": code })).await.expect(200);
    post(&flow.browser, PATH, json!({})).await.refuses(403, NEEDED);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(held who_recovers_a_password_is_remembered_nowhere, server, {
    let (flow, secret) = remembering(&server).await;
    remember(&flow, &secret).await;
    let new = json!({ "password": "An0ther-Pa55word" });
    let receiver = crate::experience::messages(&flow.api).await;
    flow.api.patch("/api/sign-in-exp", json!({ "forgotPasswordMethods": ["EmailVerificationCode"] })).await.expect(200);
    put(&flow.browser, "", json!({ "interactionEvent": "ForgotPassword" })).await.expect(204);
    let email = "ada@example.test";
    let id = crate::experience::prove_code(&flow.browser, &receiver, "email", email, "ForgotPassword").await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    put(&flow.browser, "/profile/password", new).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(204);
    assert_eq!(flow.api.get(&flow.path("/trusted-devices")).await.expect(200).json(), json!([]));
});

on_both!(held webhooks_and_administrators_hear_of_devices, server, {
    let (flow, secret) = remembering(&server).await;
    let told = Receiver::start().await;
    let hook = json!({ "name": "h", "events": ["TrustedDevice.Created", "TrustedDevice.Deleted"],
                       "config": { "url": told.base } });
    flow.api.post("/api/hooks", hook).await.expect(201);
    remember(&flow, &secret).await;
    begin(&flow).await;
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let device = flow.api.get(&flow.path("/trusted-devices")).await.expect(200).json()[0].clone();
    let data = json!({ "id": device["id"], "userId": flow.user, "expiresAt": device["expiresAt"] });
    let created = told.wait(1).await[0].json();
    assert_eq!((&created["event"], &created["data"]), (&json!("TrustedDevice.Created"), &data));
    assert_eq!((&created["interactionEvent"], created.get("ip")), (&json!("SignIn"), None));
    for (act, count) in [("Created", 1), ("Used", 1)] {
        let key = format!("TrustedDevice.{act}");
        let listed = flow.api.get(&format!("/api/logs?logKey={key}")).await.expect(200).json();
        assert_eq!(listed.as_array().unwrap().len(), count, "{listed}");
        let entry = &listed[0]["payload"];
        assert_eq!((&entry["userId"], &entry["trustedDeviceId"]), (&json!(flow.user), &device["id"]));
        assert_eq!((&entry["result"], entry.get("ip")), (&json!("Success"), None));
    }
    let path = flow.path(&format!("/trusted-devices/{}", device["id"].as_str().unwrap()));
    flow.api.delete(&path).await.expect(204);
    let deleted = told.wait(2).await[1].json();
    assert_eq!((&deleted["event"], &deleted["data"]), (&json!("TrustedDevice.Deleted"), &data));
    // Those that go with a suspension are told too.
    server.clock.advance(61_000);
    remember(&flow, &secret).await;
    flow.api.patch(&flow.path("/is-suspended"), json!({ "isSuspended": true })).await.expect(200);
    let events: Vec<Value> = told.wait(4).await.iter().map(|hook| hook.json()["event"].clone()).collect();
    assert_eq!(events[2..], [json!("TrustedDevice.Created"), json!("TrustedDevice.Deleted")]);
});

on_both!(a_wish_to_be_remembered_is_of_one_sign_in, server, {
    let (flow, secret) = remembering(&server).await;
    let eve = json!({ "username": "eve", "password": PASSWORD });
    let eve = flow.api.post("/api/users", eve).await.expect(200).text_of("id");
    let factors = format!("/api/users/{eve}/mfa-verifications");
    flow.api.post(&factors, json!({ "type": "Totp" })).await.expect(200);
    let codes = flow.api.post(&factors, json!({ "type": "BackupCode" })).await.expect(200).json();
    begin(&flow).await;
    let code = json!({ "code": code_of(&secret, flow.server.clock.now().seconds()) });
    post(&flow.browser, "/verification/totp/verify", code).await.expect(200);
    post(&flow.browser, PATH, json!({})).await.expect(204);
    // Someone else goes on in the same browser, with no more than a way back to a factor.
    identify(&flow.browser, "eve", PASSWORD).await;
    post(&flow.browser, "/verification/backup-code/verify", json!({ "code": codes["codes"][0] })).await.expect(200);
    let done = post(&flow.browser, "/submit", json!({})).await.expect(200);
    assert!(done.headers.get("set-cookie").is_none(), "{:?}", done.headers);
    let devices = flow.api.get(&format!("/api/users/{eve}/trusted-devices")).await.expect(200);
    assert_eq!(devices.json(), json!([]));
});
