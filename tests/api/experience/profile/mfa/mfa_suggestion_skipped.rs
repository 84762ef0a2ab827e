//! `/api/experience/profile/mfa/mfa-suggestion-skipped`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};

on_both!(what_was_said_is_remembered, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/profile/mfa/mfa-suggestion-skipped", json!({}))
        .await
        .refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/profile/mfa/mfa-suggestion-skipped", json!({})).await.expect(204);
    let shown = flow.browser.get("/api/experience/interaction").await.expect(200).json();
    assert_eq!(shown["mfa"], json!({}));
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});
