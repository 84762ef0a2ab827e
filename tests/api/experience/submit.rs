//! `/api/experience/submit`

use avouch_testkit::on_both;
use serde_json::json;

use super::{PASSWORD, at_sign_in, identify, post, settings, start};
use crate::flow::parameter;

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
