//! `/api/experience/profile/mfa/mfa-skipped`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};

on_both!(who_may_do_without_skips, server, {
    let flow = at_sign_in(&server).await;
    let policy = async |policy: &str| {
        let mfa = json!({ "mfa": { "factors": ["Totp"], "policy": policy } });
        flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    };
    policy("PromptAtSignInAndSignUp").await;
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/profile/mfa/mfa-skipped", json!({})).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.suggest_mfa");
    policy("Mandatory").await;
    post(&flow.browser, "/profile/mfa/mfa-skipped", json!({}))
        .await
        .refuses(422, "session.mfa.mfa_policy_not_user_controlled");
    policy("PromptAtSignInAndSignUp").await;
    post(&flow.browser, "/profile/mfa/mfa-skipped", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(an_organization_can_demand_it, server, {
    let flow = at_sign_in(&server).await;
    let mfa =
        json!({ "mfa": { "factors": ["Totp"], "policy": "NoPrompt", "organizationRequiredMfaPolicy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", mfa).await.expect(200);
    let organization = flow.api.organization("strict").await;
    let path = format!("/api/organizations/{organization}");
    flow.api.patch(&path, json!({ "isMfaRequired": true })).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    flow.api.post(&format!("{path}/users"), json!({ "userIds": [flow.user] })).await.expect(201);
    post(&flow.browser, "/profile/mfa/mfa-skipped", json!({}))
        .await
        .refuses(422, "session.mfa.mfa_policy_not_user_controlled");
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_mfa");
});
