//! `/api/experience/verification/sign-in-passkey/authentication`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::web_authn::with_passkey;
use crate::experience::{at_sign_in, post, settings, start};

on_both!(a_passkey_is_asked_for_by_name, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    let path = "/verification/sign-in-passkey/authentication";
    let of = |name: &str| json!({ "identifier": { "type": "username", "value": name } });
    post(&flow.browser, path, of("ada")).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    // Whether nobody is called so, or has no passkey, is not told.
    for name in ["ada", "nobody"] {
        post(&flow.browser, path, of(name)).await.refuses(400, "session.mfa.webauthn_verification_not_found");
    }
    with_passkey(&flow).await;
    start(&flow.browser, "SignIn").await;
    let asked = post(&flow.browser, path, of("ada")).await.expect(200).json();
    assert_eq!(asked["authenticationOptions"]["allowCredentials"].as_array().unwrap().len(), 1);
});
