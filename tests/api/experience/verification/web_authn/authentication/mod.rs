//! `/api/experience/verification/web-authn/authentication`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use super::with_passkey;
use crate::experience::{PASSWORD, at_sign_in, identify, post, settings};

on_both!(a_browser_is_told_which_passkeys_will_do, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let path = "/verification/web-authn/authentication";
    post(&flow.browser, path, json!({})).await.refuses(400, "session.mfa.webauthn_verification_not_found");
    let authenticator = with_passkey(&flow).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let options = post(&flow.browser, path, json!({})).await.expect(200).json()["authenticationOptions"].clone();
    assert_eq!((&options["rpId"], &options["userVerification"]), (&json!("localhost"), &json!("required")));
    let known = options["allowCredentials"].as_array().unwrap();
    assert_eq!((known.len(), &known[0]["transports"]), (1, &json!(["internal", "hybrid"])));
    assert_eq!(known[0]["id"], authenticator.create(&options)["id"]);
});
