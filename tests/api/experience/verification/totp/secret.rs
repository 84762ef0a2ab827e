//! `/api/experience/verification/totp/secret`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};

on_both!(a_secret_is_for_who_is_known, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/verification/totp/secret", json!({})).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let made = post(&flow.browser, "/verification/totp/secret", json!({})).await.expect(200);
    assert_eq!(made.text_of("secret").len(), 32);
    let shown = flow.browser.get("/api/experience/interaction").await.expect(200).text();
    assert!(!shown.contains(&made.text_of("secret")), "the page was told once");
});
