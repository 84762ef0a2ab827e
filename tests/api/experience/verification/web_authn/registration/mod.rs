//! `/api/experience/verification/web-authn/registration`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, settings, start};

on_both!(a_browser_is_told_what_to_make, server, {
    let flow = at_sign_in(&server).await;
    let path = "/verification/web-authn/registration";
    post(&flow.browser, path, json!({})).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, path, json!({})).await.refuses(404, "session.identifier_not_found");
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let options = post(&flow.browser, path, json!({})).await.expect(200).json()["registrationOptions"].clone();
    assert_eq!(options["rp"], json!({ "name": "localhost", "id": "localhost" }));
    assert_eq!((&options["user"]["name"], &options["attestation"]), (&json!("ada@example.test"), &json!("none")));
    assert_eq!(options["pubKeyCredParams"][0], json!({ "type": "public-key", "alg": -7 }));
    let wanted = json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "required" });
    assert_eq!(options["authenticatorSelection"], wanted);
    assert_eq!(options["excludeCredentials"], json!([]));
    let again = post(&flow.browser, path, json!({})).await.expect(200).json();
    assert_ne!(again["registrationOptions"]["challenge"], options["challenge"]);
});
