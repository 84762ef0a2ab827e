//! `/api/experience/profile/mfa/mfa-enabled`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};

on_both!(who_wants_second_factors_sets_one_up, server, {
    let flow = at_sign_in(&server).await;
    let mfa = json!({ "mfa": { "factors": ["Totp"], "policy": "PromptOnlyAtSignIn" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    start(&flow.browser, "ForgotPassword").await;
    post(&flow.browser, "/profile/mfa/mfa-enabled", json!({}))
        .await
        .refuses(400, "session.not_supported_for_forgot_password");
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.suggest_mfa");
    post(&flow.browser, "/profile/mfa/mfa-enabled", json!({})).await.expect(204);
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_mfa").json();
    assert_eq!(missing["data"], json!({ "availableFactors": ["Totp"], "skippable": true }));
});
