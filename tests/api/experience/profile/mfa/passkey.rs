//! `/api/experience/profile/mfa/passkey`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::web_authn::make;
use crate::experience::{PASSWORD, at_sign_in, identify, post, settings};
use crate::passkey::Authenticator;

on_both!(a_passkey_for_signing_in_is_suggested_and_kept, server, {
    let flow = at_sign_in(&server).await;
    let path = "/profile/mfa/passkey";
    identify(&flow.browser, "ada", PASSWORD).await;
    let id = make(&flow.browser, &Authenticator::new(&flow.api.base)).await;
    let bind = json!({ "verificationId": id });
    post(&flow.browser, path, bind.clone()).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    settings(&server, "passkey_sign_in", "{\"enabled\":true}").await;
    post(&flow.browser, path, json!({ "verificationId": "nope" }))
        .await
        .refuses(404, "session.verification_session_not_found");
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.passkey_preferred");
    let asked = post(&flow.browser, "/verification/web-authn/registration", json!({})).await.expect(200);
    let pending = json!({ "verificationId": asked.text_of("verificationId") });
    post(&flow.browser, path, pending).await.refuses(400, "session.verification_failed");
    let id = make(&flow.browser, &Authenticator::new(&flow.api.base)).await;
    let bind = json!({ "verificationId": id });
    post(&flow.browser, path, bind).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    // It is no second factor by itself.
    let config = flow.api.get(&format!("/api/users/{}/logto-configs", flow.user)).await.expect(200).json();
    assert_ne!(config["mfa"]["enabled"], true, "{config}");
    let other = flow.api.user("eve").await;
    flow.api.patch(&format!("/api/users/{other}/password"), json!({ "password": PASSWORD })).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "eve", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.passkey_preferred");
    post(&flow.browser, "/profile/mfa/passkey-skipped", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});
