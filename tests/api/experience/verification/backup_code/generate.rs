//! `/api/experience/verification/backup-code/generate`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};

on_both!(codes_are_for_who_is_known, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let path = "/verification/backup-code/generate";
    post(&flow.browser, path, json!({})).await.refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let codes = post(&flow.browser, path, json!({})).await.expect(200).json()["codes"].clone();
    assert!(codes.as_array().unwrap().iter().all(|code| code.as_str().unwrap().len() == 10));
});
