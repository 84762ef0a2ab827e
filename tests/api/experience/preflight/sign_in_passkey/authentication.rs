//! `/api/experience/preflight/sign-in-passkey/authentication`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, post, shown, start};

on_both!(a_challenge_is_there_before_anything_starts, server, {
    let path = "/preflight/sign-in-passkey/authentication";
    post(&server.browser(), path, json!({})).await.refuses(400, "session.not_found");
    let flow = at_sign_in(&server).await;
    let first = post(&flow.browser, path, json!({})).await.expect(200).json();
    assert_eq!(first["authenticationOptions"]["rpId"], "localhost");
    start(&flow.browser, "SignIn").await;
    assert!(shown(&flow.browser).await.get("signInPasskey").is_none());
    let second = post(&flow.browser, path, json!({})).await.expect(200).json();
    assert_ne!(first["authenticationOptions"]["challenge"], second["authenticationOptions"]["challenge"]);
});
