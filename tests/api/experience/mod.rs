//! `/api/experience`

mod adaptive_mfa;
mod captcha;
mod enumeration;
mod guards;
mod identification;
mod interaction;
mod interaction_event;
mod operators;
mod preflight;
pub(crate) mod profile;
mod sso_connectors;
mod submit;
mod suggestion;
mod user_assets;
pub(crate) mod verification;
mod walks;

use avouch_testkit::{Answer, Browser, Client, Receiver, Server, on_both};
use http::Method;
use serde_json::{Value, json};

use crate::flow::Flow;

pub(crate) const PASSWORD: &str = "Str0ng-Pa55word";

/// A browser at the sign-in page of a client; the flow's user has a password.
pub(crate) async fn at_sign_in(server: &Server) -> Flow<'_> {
    let flow = Flow::new(server, "SPA").await;
    flow.api.patch(&format!("/api/users/{}/password", flow.user), json!({ "password": PASSWORD })).await.expect(200);
    flow.browser.get(&flow.request(&[])).await.expect(303);
    flow
}

pub(crate) async fn put(browser: &Browser, path: &str, body: Value) -> Answer {
    browser.json(Method::PUT, &format!("/api/experience{path}"), body).await
}

pub(crate) async fn post(browser: &Browser, path: &str, body: Value) -> Answer {
    browser.json(Method::POST, &format!("/api/experience{path}"), body).await
}

/// Starts for a purpose.
pub(crate) async fn start(browser: &Browser, event: &str) {
    put(browser, "", json!({ "interactionEvent": event })).await.expect(204);
}

/// Proves a password; answers the verification's identifier.
pub(crate) async fn prove(browser: &Browser, username: &str, password: &str) -> Answer {
    let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
    post(browser, "/verification/password", body).await
}

/// Starts to sign in and identifies a user.
pub(crate) async fn identify(browser: &Browser, username: &str, password: &str) {
    start(browser, "SignIn").await;
    let id = prove(browser, username, password).await.expect(200).text_of("verificationId");
    post(browser, "/identification", json!({ "verificationId": id })).await.expect(204);
}

/// Connectors that hand mail and text messages to a receiver.
pub(crate) async fn messages(api: &Client) -> Receiver {
    let receiver = Receiver::start().await;
    for (factory, path) in [("http-email", "mail"), ("http-sms", "sms")] {
        let config = json!({ "endpoint": format!("{}/{path}", receiver.base), "authorization": "key" });
        api.post("/api/connectors", json!({ "connectorId": factory, "config": config })).await.expect(200);
    }
    receiver
}

/// The code of the message that came last, once `count` have come.
pub(crate) async fn last_code(receiver: &Receiver, count: usize) -> String {
    let received = receiver.wait(count).await;
    received.last().unwrap().json()["payload"]["code"].as_str().unwrap().to_owned()
}

/// What the page may see of what was done so far.
pub(crate) async fn shown(browser: &Browser) -> Value {
    browser.get("/api/experience/interaction").await.expect(200).json()
}

/// Asks for a code; answers the verification's identifier.
pub(crate) async fn send_code(browser: &Browser, kind: &str, value: &str, event: &str) -> Answer {
    let body = json!({ "identifier": { "type": kind, "value": value }, "interactionEvent": event });
    post(browser, "/verification/verification-code", body).await
}

/// Shows a code.
pub(crate) async fn show_code(browser: &Browser, kind: &str, value: &str, id: &str, code: &str) -> Answer {
    let body = json!({ "identifier": { "type": kind, "value": value }, "verificationId": id, "code": code });
    post(browser, "/verification/verification-code/verify", body).await
}

/// Proves an address or a number by a code; answers the verification's identifier.
pub(crate) async fn prove_code(browser: &Browser, receiver: &Receiver, kind: &str, value: &str, event: &str) -> String {
    let before = receiver.so_far().len();
    let id = send_code(browser, kind, value, event).await.expect(200).text_of("verificationId");
    let code = last_code(receiver, before + 1).await;
    show_code(browser, kind, value, &id, &code).await.expect(200);
    id
}

/// Changes a column of the tenant's sign-in settings from beneath, until there is an operation for it.
pub(crate) async fn settings(server: &Server, column: &str, value: &str) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = format!("update sign_in_experiences set {column} = '{value}' where tenant_id = $1");
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    avouch_store::sign_in_experiences::changed(&tx);
    tx.commit().await.unwrap();
}

on_both!(an_experience_needs_an_authorization_request, server, {
    let stranger = server.browser();
    let refused =
        put(&stranger, "", json!({ "interactionEvent": "SignIn" })).await.refuses(400, "session.not_found").json();
    assert_eq!(refused["error"], "invalid_request");
    let plain = put(&stranger, "?parse_error=false", json!({ "interactionEvent": "SignIn" })).await.expect(400).json();
    assert_eq!((plain.get("code"), &plain["error"]), (None, &json!("invalid_request")));
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
