//! `/api/experience/verification/mfa-verification-code`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, post, start};

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
