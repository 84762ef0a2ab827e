//! `/api/experience/interaction`

use avouch_testkit::on_both;
use serde_json::json;

use super::{PASSWORD, at_sign_in, identify, post, start};

on_both!(secrets_are_not_shown, server, {
    let flow = at_sign_in(&server).await;
    flow.browser.get("/api/experience/interaction").await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "Register").await;
    let body = json!({ "identifier": { "type": "username", "value": "grace" }, "password": PASSWORD });
    post(&flow.browser, "/verification/new-password-identity", body).await.expect(200);
    let shown = flow.browser.get("/api/experience/interaction").await.expect(200);
    assert!(!shown.text().contains("argon2"), "{}", shown.text());
    assert_eq!(shown.json()["verificationRecords"][0]["identifier"]["value"], "grace");
    identify(&flow.browser, "ada", PASSWORD).await;
    let shown = flow.browser.get("/api/experience/interaction").await.expect(200).json();
    assert_eq!((&shown["interactionEvent"], &shown["userId"]), (&json!("SignIn"), &json!(flow.user)));
    assert_eq!(shown["verificationRecords"][0]["verified"], true);
    assert_eq!(shown["signInContext"], json!({ "ip": "127.0.0.1" }));
});
