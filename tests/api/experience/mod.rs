//! `/api/experience`

mod identification;
mod interaction;
mod interaction_event;
mod submit;
mod verification;

use avouch_testkit::{Answer, Browser, Server, on_both};
use http::Method;
use serde_json::{Value, json};

use crate::flow::Flow;

pub(super) const PASSWORD: &str = "Str0ng-Pa55word";

/// A browser at the sign-in page of a client; the flow's user has a password.
pub(super) async fn at_sign_in(server: &Server) -> Flow<'_> {
    let flow = Flow::new(server, "SPA").await;
    flow.api.patch(&format!("/api/users/{}/password", flow.user), json!({ "password": PASSWORD })).await.expect(200);
    flow.browser.get(&flow.request(&[])).await.expect(303);
    flow
}

pub(super) async fn put(browser: &Browser, path: &str, body: Value) -> Answer {
    browser.json(Method::PUT, &format!("/api/experience{path}"), body).await
}

pub(super) async fn post(browser: &Browser, path: &str, body: Value) -> Answer {
    browser.json(Method::POST, &format!("/api/experience{path}"), body).await
}

/// Starts for a purpose.
pub(super) async fn start(browser: &Browser, event: &str) {
    put(browser, "", json!({ "interactionEvent": event })).await.expect(204);
}

/// Proves a password; answers the verification's identifier.
pub(super) async fn prove(browser: &Browser, username: &str, password: &str) -> Answer {
    let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
    post(browser, "/verification/password", body).await
}

/// Starts to sign in and identifies a user.
pub(super) async fn identify(browser: &Browser, username: &str, password: &str) {
    start(browser, "SignIn").await;
    let id = prove(browser, username, password).await.expect(200).text_of("verificationId");
    post(browser, "/identification", json!({ "verificationId": id })).await.expect(204);
}

/// Changes a column of the tenant's sign-in settings from beneath, until there is an operation for it.
pub(super) async fn settings(server: &Server, column: &str, value: &str) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = format!("update sign_in_experiences set {column} = '{value}' where tenant_id = $1");
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(an_experience_needs_an_authorization_request, server, {
    let stranger = server.browser();
    let refused =
        put(&stranger, "", json!({ "interactionEvent": "SignIn" })).await.refuses(400, "session.not_found").json();
    assert_eq!(refused["error"], "invalid_request");
    let flow = at_sign_in(&server).await;
    for (path, body) in [("/submit", json!({})), ("/identification", json!({ "verificationId": "x" }))] {
        post(&flow.browser, path, body).await.refuses(404, "session.interaction_not_found");
    }
    put(&flow.browser, "", json!({ "interactionEvent": "Dance" })).await.refuses(400, "guard.invalid_input");
    let token = json!({ "interactionEvent": "SignIn", "captchaToken": "x" });
    put(&flow.browser, "", token).await.refuses(422, "session.captcha_failed");
    start(&flow.browser, "SignIn").await;
    // A cookie that was tampered with names nothing.
    let cookie = flow.browser.cookie("_interaction").unwrap();
    flow.browser.plant("_interaction", &format!("{cookie}x"));
    put(&flow.browser, "", json!({ "interactionEvent": "SignIn" })).await.refuses(400, "session.not_found");
});
