//! What every operation of the Experience API asks of its caller, in the order of the API.

use avouch_testkit::{Answer, Browser, on_both};
use http::Method;
use serde_json::{Value, json};

use super::{PASSWORD, at_sign_in, identify, start};

/// An operation: method, path and a body that its schema takes; none where it takes no body.
type Operation = (&'static str, &'static str, Option<Value>);

fn passkey(response: &Value) -> Value {
    json!({ "type": "WebAuthn", "id": "AAAA", "rawId": "AAAA", "clientExtensionResults": {}, "response": response })
}

fn made() -> Value {
    passkey(&json!({ "clientDataJSON": "AAAA", "attestationObject": "AAAA" }))
}

fn used() -> Value {
    passkey(&json!({ "clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA" }))
}

/// The steps of the experience itself.
fn steps() -> Vec<Operation> {
    let factor = json!({ "type": "Totp", "verificationId": "x" });
    vec![
        ("PUT", "", Some(json!({ "interactionEvent": "SignIn" }))),
        ("PUT", "/interaction-event", Some(json!({ "interactionEvent": "SignIn" }))),
        ("GET", "/interaction", None),
        ("GET", "/sso-connectors?email=a@b.co", None),
        ("POST", "/preflight/sign-in-passkey/authentication", None),
        ("POST", "/identification", Some(json!({ "verificationId": "x" }))),
        ("POST", "/submit", None),
        ("POST", "/profile", Some(json!({ "type": "username", "value": "ada" }))),
        ("PUT", "/profile/password", Some(json!({ "password": "x" }))),
        ("POST", "/profile/mfa", Some(factor)),
        ("POST", "/profile/mfa/passkey", Some(json!({ "verificationId": "x" }))),
        ("POST", "/profile/mfa/passkey-skipped", None),
        ("POST", "/profile/mfa/mfa-enabled", None),
        ("POST", "/profile/mfa/mfa-skipped", None),
        ("POST", "/profile/mfa/mfa-suggestion-skipped", None),
        ("POST", "/profile/mfa/trusted-device", None),
    ]
}

/// What proves something.
fn verifications() -> Vec<Operation> {
    let email = || json!({ "type": "email", "value": "a@b.co" });
    let way = || json!({ "state": "s", "redirectUri": "https://x.test" });
    let back = || json!({ "connectorData": {}, "verificationId": "x" });
    let code = json!({ "identifier": email(), "interactionEvent": "SignIn" });
    let shown = json!({ "identifier": email(), "verificationId": "x", "code": "1" });
    let own = json!({ "verificationId": "x", "code": "1", "identifierType": "email" });
    let new = json!({ "identifier": { "type": "username", "value": "ada" }, "password": "x" });
    let registration = json!({ "verificationId": "x", "payload": made() });
    let authentication = || json!({ "verificationId": "x", "payload": used() });
    vec![
        ("POST", "/verification/password", Some(json!({ "identifier": email(), "password": "x" }))),
        ("POST", "/verification/verification-code", Some(code)),
        ("POST", "/verification/verification-code/verify", Some(shown)),
        ("POST", "/verification/mfa-verification-code", Some(json!({ "identifierType": "email" }))),
        ("POST", "/verification/mfa-verification-code/verify", Some(own)),
        ("POST", "/verification/social/x/authorization-uri", Some(way())),
        ("POST", "/verification/social/x/verify", Some(back())),
        ("POST", "/verification/sso/x/authorization-uri", Some(way())),
        ("POST", "/verification/sso/x/verify", Some(back())),
        ("POST", "/verification/totp/secret", None),
        ("POST", "/verification/totp/verify", Some(json!({ "code": "1" }))),
        ("POST", "/verification/web-authn/registration", None),
        ("POST", "/verification/web-authn/registration/verify", Some(registration)),
        ("POST", "/verification/web-authn/authentication", None),
        ("POST", "/verification/web-authn/authentication/verify", Some(authentication())),
        ("POST", "/verification/sign-in-passkey/authentication", Some(json!({ "identifier": email() }))),
        ("POST", "/verification/sign-in-passkey/authentication/verify", Some(authentication())),
        ("POST", "/verification/backup-code/generate", None),
        ("POST", "/verification/backup-code/verify", Some(json!({ "code": "x" }))),
        ("POST", "/verification/new-password-identity", Some(new)),
        ("POST", "/verification/one-time-token/verify", Some(json!({ "identifier": email(), "token": "x" }))),
    ]
}

fn operations() -> Vec<Operation> {
    [steps(), verifications()].concat()
}

async fn ask(browser: &Browser, method: &str, path: &str, body: &str) -> Answer {
    let (method, path) = (Method::from_bytes(method.as_bytes()).unwrap(), format!("/api/experience{path}"));
    browser.send(method, &path, "application/json", body.as_bytes()).await
}

/// Every operation with a right body answers the same.
async fn all(browser: &Browser, status: u16, code: &str) {
    for (method, path, body) in operations() {
        let answer = ask(browser, method, path, &body.map(|body| body.to_string()).unwrap_or_default()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code.to_owned()), "{method} {path}");
    }
}

/// The operations of a list with a right body, one after the other.
async fn these(browser: &Browser, paths: &[&str], status: u16, code: &str) {
    for (method, path, body) in operations().into_iter().filter(|(_, path, _)| paths.contains(path)) {
        let answer = ask(browser, method, path, &body.map(|body| body.to_string()).unwrap_or_default()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code.to_owned()), "{method} {path}");
    }
    for path in paths {
        assert!(operations().iter().any(|(_, own, _)| own == path), "{path} is no operation");
    }
}

const PROFILE: &[&str] = &[
    "/profile",
    "/profile/mfa",
    "/profile/mfa/passkey",
    "/profile/mfa/passkey-skipped",
    "/profile/mfa/mfa-enabled",
    "/profile/mfa/mfa-skipped",
    "/profile/mfa/mfa-suggestion-skipped",
    "/profile/mfa/trusted-device",
];

on_both!(an_interaction_comes_first, server, {
    all(&server.browser(), 400, "session.not_found").await;
    let flow = at_sign_in(&server).await;
    let free = ["", "/sso-connectors", "/preflight/sign-in-passkey/authentication"];
    for (method, path, body) in operations().into_iter().filter(|(method, path, _)| (*method, *path) != ("PUT", "")) {
        let answer = ask(&flow.browser, method, path, &body.map(|body| body.to_string()).unwrap_or_default()).await;
        if free.contains(&path.split('?').next().unwrap_or_default()) {
            answer.expect(200);
        } else {
            answer.refuses(404, "session.interaction_not_found");
        }
    }
});

on_both!(bodies_and_paths_that_are_none, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    for (method, path, body) in operations() {
        if body.is_some() {
            for wrong in ["[[]]", "{\"verificationId\":1,\"interactionEvent\":1}"] {
                let answer = ask(&flow.browser, method, path, wrong).await;
                assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "guard.invalid_input"), "{path}");
            }
        }
        if path.contains("/x/") {
            let body = body.unwrap_or_default().to_string();
            let path = path.replace("/x/", "/%ff/");
            ask(&flow.browser, method, &path, &body).await.refuses(400, "guard.invalid_input");
        }
    }
    ask(&flow.browser, "GET", "/sso-connectors?email=x", "").await.refuses(400, "guard.invalid_input");
});

on_both!(someone_has_to_be_identified, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let nobody = "session.identifier_not_found";
    these(&flow.browser, PROFILE, 404, nobody).await;
    let own = [
        "/submit",
        "/verification/totp/secret",
        "/verification/totp/verify",
        "/verification/web-authn/registration",
        "/verification/web-authn/registration/verify",
        "/verification/web-authn/authentication",
        "/verification/web-authn/authentication/verify",
        "/verification/backup-code/generate",
        "/verification/backup-code/verify",
    ];
    these(&flow.browser, &own, 404, nobody).await;
    these(&flow.browser, &["/verification/mfa-verification-code"], 400, nobody).await;
    these(&flow.browser, &["/profile/password"], 400, "session.invalid_interaction_type").await;
    start(&flow.browser, "ForgotPassword").await;
    these(&flow.browser, &["/profile/password", "/submit"], 404, nobody).await;
    these(&flow.browser, PROFILE, 400, "session.not_supported_for_forgot_password").await;
});

on_both!(the_second_factor_comes_first, server, {
    let flow = at_sign_in(&server).await;
    let settings =
        json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" }, "trustedDevice": { "enabled": true } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    flow.api.post(&flow.path("/mfa-verifications"), json!({ "type": "Totp" })).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    let refused = [PROFILE, &["/submit"]].concat();
    these(&flow.browser, &refused, 403, "session.mfa.require_mfa_verification").await;
});
