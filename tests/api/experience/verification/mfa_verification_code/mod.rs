//! `/api/experience/verification/mfa-verification-code`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, start};

on_both!(nobody_is_written_to_before_it_is_known_who, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "email" }))
        .await
        .refuses(400, "session.identifier_not_found");
    post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": "dove" }))
        .await
        .refuses(400, "guard.invalid_input");
});

on_both!(codes_go_where_the_user_is_reached, server, {
    let flow = at_sign_in(&server).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let send = async |kind: &str| {
        post(&flow.browser, "/verification/mfa-verification-code", json!({ "identifierType": kind })).await
    };
    send("phone").await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    send("email").await.refuses(501, "connector.not_found");
    messages(&flow.api).await;
    for _ in 0..10 {
        send("email").await.expect(200);
    }
    send("email").await.refuses(429, "request.message_rate_limited");
});
