//! `/api/experience/submit`

use avouch_testkit::on_both;
use serde_json::json;

use super::verification::totp::code_of;
use super::{PASSWORD, at_sign_in, identify, post, put, settings, shown, start};
use crate::flow::parameter;
use crate::my_account::own::listen;

on_both!(a_password_signs_in, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/submit", json!({})).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let go_on = post(&flow.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    assert!(go_on.starts_with(&format!("{}/oidc/auth/", flow.api.base)), "{go_on}");
    let back = flow.follow(&go_on).await;
    let code = parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"));
    let tokens = flow.exchange(&code, &[]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], json!(flow.user));
    let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.json();
    assert!(user["lastSignInAt"].is_i64(), "{user}");
    let sessions = flow.api.get(&format!("/api/users/{}/sessions", flow.user)).await.json();
    let submission = &sessions["sessions"][0]["lastSubmission"];
    assert_eq!(submission["interactionEvent"], "SignIn");
    assert_eq!(submission["signInContext"]["ip"], "127.0.0.1");
    assert_eq!(sessions["sessions"][0]["clientId"], json!(flow.client));
});

on_both!(what_every_account_must_have_is_asked_for, server, {
    let flow = at_sign_in(&server).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    settings(&server, "sign_up", "{\"identifiers\":[\"phone\"],\"password\":true,\"verify\":true}").await;
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_profile").json();
    assert_eq!(missing["data"]["missingProfile"], json!(["phone"]));
    settings(&server, "sign_up", "{\"identifiers\":[\"username\"],\"password\":true,\"verify\":false}").await;
    settings(&server, "mfa", "{\"factors\":[\"Totp\"],\"policy\":\"Mandatory\"}").await;
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_mfa").json();
    assert_eq!(missing["data"]["availableFactors"], json!(["Totp"]));
    settings(&server, "mfa", "{\"factors\":[],\"policy\":\"UserControlled\"}").await;
    settings(&server, "captcha_policy", "{\"enabled\":true}").await;
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "session.captcha_required");
    settings(&server, "captcha_policy", "{}").await;
    flow.api.patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": true })).await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.refuses(401, "user.suspended");
    start(&flow.browser, "ForgotPassword").await;
    post(&flow.browser, "/submit", json!({})).await.refuses(404, "session.identifier_not_found");
});

on_both!(sent_twice_it_is_done_once, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"Totp\"],\"policy\":\"Mandatory\"}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let secret = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    let code = code_of(&secret.text_of("secret"), server.clock.now().seconds());
    let proof = json!({ "code": code, "verificationId": secret.text_of("verificationId") });
    post(&flow.browser, "/verification/totp/verify", proof).await.expect(200);
    let bind = json!({ "type": "Totp", "verificationId": secret.text_of("verificationId") });
    post(&flow.browser, "/profile/mfa", bind).await.expect(204);
    let told = listen(&flow.api).await;
    // By an impatient hand, at the same time.
    let submit = || post(&flow.browser, "/submit", json!({}));
    let (one, two, three) = tokio::join!(submit(), submit(), submit());
    let go_on = [one, two, three].map(|answer| answer.expect(200).text_of("redirectTo"));
    assert!(go_on.iter().all(|address| *address == go_on[0]), "{go_on:?}");
    // And once more by a network.
    assert_eq!(submit().await.expect(200).text_of("redirectTo"), go_on[0]);
    let factors = flow.api.get(&flow.path("/mfa-verifications")).await.expect(200).json();
    assert_eq!(factors.as_array().unwrap().len(), 1, "{factors}");
    // What was written stands nowhere else any more.
    assert_eq!(shown(&flow.browser).await["mfa"], json!({}));
    assert!(parameter(&flow.follow(&go_on[0]).await, "code").is_some());
    flow.api.patch(&flow.path(""), json!({ "name": "A" })).await.expect(200);
    let told = told.wait(2).await;
    assert_eq!(told[1].json()["data"]["name"], "A", "one for the sign-in, one for what came after");
});

on_both!(nobody_gets_around_the_second_factor, server, {
    let flow = at_sign_in(&server).await;
    let mfa = json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    flow.api.post(&flow.path("/mfa-verifications"), json!({ "type": "Totp" })).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    let needed = "session.mfa.require_mfa_verification";
    post(&flow.browser, "/submit", json!({})).await.refuses(403, needed);
    // To have come for an account does not make this one new.
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(403, needed);
    for path in ["/profile/mfa/mfa-skipped", "/profile/mfa/mfa-enabled"] {
        post(&flow.browser, path, json!({})).await.refuses(403, needed);
    }
    let username = json!({ "type": "username", "value": "grace" });
    post(&flow.browser, "/profile", username).await.refuses(403, needed);
    // Nor does an account that is made beside it.
    let body = json!({ "identifier": { "type": "username", "value": "grace" }, "password": PASSWORD });
    let id = post(&flow.browser, "/verification/new-password-identity", body).await.expect(200);
    let identification = json!({ "verificationId": id.text_of("verificationId") });
    post(&flow.browser, "/identification", identification).await.refuses(409, "session.identity_conflict");
    post(&flow.browser, "/identification", json!({})).await.refuses(409, "session.identity_conflict");
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "SignIn" })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(403, needed);
});

on_both!(what_was_set_up_must_still_be_there, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"Totp\"],\"policy\":\"Mandatory\"}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let secret = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    let code = code_of(&secret.text_of("secret"), server.clock.now().seconds());
    let id = secret.text_of("verificationId");
    post(&flow.browser, "/verification/totp/verify", json!({ "code": code, "verificationId": id })).await.expect(200);
    post(&flow.browser, "/profile/mfa", json!({ "type": "Totp", "verificationId": id })).await.expect(204);
    settings(&server, "mfa", "{\"factors\":[],\"policy\":\"UserControlled\"}").await;
    post(&flow.browser, "/submit", json!({})).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
});

on_both!(who_is_gone_before_the_browser_goes_on_is_not_signed_in, server, {
    let flow = at_sign_in(&server).await;
    let suspend = async |is_suspended: bool| {
        let body = json!({ "isSuspended": is_suspended });
        flow.api.patch(&flow.path("/is-suspended"), body).await.expect(200);
    };
    let submit = async || {
        flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
        identify(&flow.browser, "ada", PASSWORD).await;
        post(&flow.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo")
    };
    let asks_again = async |go_on: &str| {
        let answer = flow.browser.get(go_on).await.expect(303);
        assert!(answer.header("location").starts_with("/sign-in"), "{}", answer.header("location"));
    };
    let go_on = submit().await;
    suspend(true).await;
    asks_again(&go_on).await;
    suspend(false).await;
    let go_on = submit().await;
    flow.api.delete(&flow.path("")).await.expect(204);
    asks_again(&go_on).await;
});
