//! `/api/experience/profile/password`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, messages, post, prove_code, put, send_code, start};

on_both!(a_forgotten_password_is_recovered, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    start(&flow.browser, "ForgotPassword").await;
    let id = prove_code(&flow.browser, &receiver, "email", "ada@example.test", "ForgotPassword").await;
    let body = json!({ "verificationId": id });
    post(&flow.browser, "/identification", body.clone())
        .await
        .refuses(422, "session.not_supported_for_forgot_password");
    let methods = json!({ "forgotPasswordMethods": ["EmailVerificationCode"] });
    flow.api.patch("/api/sign-in-exp", methods).await.expect(200);
    post(&flow.browser, "/identification", body).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.new_password_required_in_profile");
    post(&flow.browser, "/profile", json!({ "type": "username", "value": "x" }))
        .await
        .refuses(400, "session.not_supported_for_forgot_password");
    let give = async |password: &str| put(&flow.browser, "/profile/password", json!({ "password": password })).await;
    give("short").await.refuses(422, "password.rejected");
    give(PASSWORD).await.refuses(422, "user.same_password");
    give("An0ther-Pa55word").await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.refuses(404, "session.interaction_not_found");
    let path = format!("/api/users/{}/password/verify", flow.user);
    flow.api.post(&path, json!({ "password": "An0ther-Pa55word" })).await.expect(204);
    start(&flow.browser, "SignIn").await;
    give("An0ther-Pa55word").await.refuses(400, "session.invalid_interaction_type");
    // Nobody learns who has an account: the answer is the same, and nothing is sent.
    start(&flow.browser, "ForgotPassword").await;
    let before = receiver.so_far().len();
    send_code(&flow.browser, "email", "nobody@example.test", "ForgotPassword").await.expect(200);
    assert_eq!(receiver.so_far().len(), before);
});
