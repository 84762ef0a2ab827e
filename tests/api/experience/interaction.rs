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

on_both!(where_the_browser_is_can_be_seen, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let shown = flow.browser.get("/api/experience/interaction").await.expect(200).json();
    assert_eq!(shown["signInContext"]["ip"], "127.0.0.1");
    let browser = flow.browser.with("x-logto-cf-country", "DE").with("x-logto-cf-city", "Berlin");
    let browser = browser.with("user-agent", "a browser");
    let shown = browser.get("/api/experience/interaction").await.expect(200).json();
    let expected = json!({ "ip": "127.0.0.1", "userAgent": "a browser", "country": "DE", "city": "Berlin" });
    assert_eq!(shown["signInContext"], expected);
    identify(&browser, "ada", PASSWORD).await;
    let go_on = post(&browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    flow.follow(&go_on).await;
    // Administrators and the user see it with the session.
    let sessions = flow.api.get(&format!("/api/users/{}/sessions", flow.user)).await.expect(200).json();
    assert_eq!(sessions["sessions"][0]["lastSubmission"]["signInContext"], expected);
});
