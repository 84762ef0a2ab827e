//! `/api/experience/verification/web-authn/registration/verify`

use avouch_testkit::on_both;
use serde_json::json;

use super::super::make;
use crate::experience::{PASSWORD, at_sign_in, identify, post, settings, shown};
use crate::passkey::{Authenticator, Mood};

const WRONG: &str = "session.mfa.webauthn_verification_failed";

on_both!(a_passkey_is_kept_once_it_is_bound, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"Mandatory\"}").await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_mfa").json();
    assert_eq!(missing["data"]["availableFactors"], json!(["WebAuthn"]));
    let asked = post(&flow.browser, "/verification/web-authn/registration", json!({})).await.expect(200).json();
    let (id, options) = (asked["verificationId"].as_str().unwrap(), &asked["registrationOptions"]);
    let verify = async |payload: serde_json::Value| {
        let proof = json!({ "verificationId": id, "payload": payload });
        post(&flow.browser, "/verification/web-authn/registration/verify", proof).await
    };
    let mut authenticator = Authenticator::new(&flow.api.base);
    let fine = authenticator.mood.clone();
    authenticator.mood = Mood { origin: "https://evil.test".to_owned(), ..fine.clone() };
    verify(authenticator.create(options)).await.refuses(400, WRONG);
    authenticator.mood = Mood { rp_id: "evil.test".to_owned(), ..fine.clone() };
    verify(authenticator.create(options)).await.refuses(400, WRONG);
    authenticator.mood = fine.clone();
    // Nobody was there; nobody was verified; copied but not to be copied.
    for flags in [0x04, 0x01, 0x15] {
        authenticator.mood.flags = flags;
        verify(authenticator.create(options)).await.refuses(400, WRONG);
    }
    authenticator.mood = fine;
    verify(authenticator.create(&json!({ "challenge": "AAAA" }))).await.refuses(400, WRONG);
    let mut other = authenticator.create(options);
    other["id"] = "AAAA".into();
    verify(other).await.refuses(400, WRONG);
    for broken in ["", "!!", "oA", "_____w"] {
        let mut payload = authenticator.create(options);
        payload["response"]["attestationObject"] = broken.into();
        let code = if broken.is_empty() { "guard.invalid_input" } else { WRONG };
        verify(payload).await.refuses(400, code);
    }
    let unknown = json!({ "verificationId": "nope", "payload": authenticator.create(options) });
    post(&flow.browser, "/verification/web-authn/registration/verify", unknown)
        .await
        .refuses(404, "session.verification_session_not_found");
    let bind = json!({ "type": "WebAuthn", "verificationId": id });
    post(&flow.browser, "/profile/mfa", bind.clone()).await.refuses(400, "session.verification_failed");
    verify(authenticator.create(options)).await.expect(200);
    verify(authenticator.create(options)).await.refuses(400, "session.mfa.pending_info_not_found");
    let seen = shown(&flow.browser).await;
    let record = seen["verificationRecords"].as_array().unwrap().iter().find(|one| one["type"] == "WebAuthn").unwrap();
    assert_eq!(record["verified"], true);
    assert_eq!(record.as_object().unwrap().len(), 4, "{record}");
    post(&flow.browser, "/profile/mfa", bind).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let path = format!("/api/users/{}/mfa-verifications", flow.user);
    let factors = flow.api.get(&path).await.expect(200).json();
    assert_eq!((&factors[0]["type"], factors.as_array().unwrap().len()), (&json!("WebAuthn"), 1));
    // What was only made proves nothing: the next sign-in asks for a use of it.
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    make(&flow.browser, &Authenticator::new(&flow.api.base)).await;
    let needed = post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    assert_eq!(needed.json()["data"]["availableFactors"], json!(["WebAuthn"]));
});

on_both!(nobody_takes_the_passkey_of_another, server, {
    let flow = at_sign_in(&server).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let authenticator = Authenticator::new(&flow.api.base);
    let asked = post(&flow.browser, "/verification/web-authn/registration", json!({})).await.expect(200).json();
    flow.api.user("eve").await;
    let eve = flow.api.get("/api/users?search=eve").await.json()[0]["id"].as_str().unwrap().to_owned();
    flow.api.patch(&format!("/api/users/{eve}/password"), json!({ "password": PASSWORD })).await.expect(200);
    // Starting again forgets what was asked for.
    identify(&flow.browser, "eve", PASSWORD).await;
    let proof = json!({ "verificationId": asked["verificationId"], "payload": authenticator.create(&asked["registrationOptions"]) });
    post(&flow.browser, "/verification/web-authn/registration/verify", proof)
        .await
        .refuses(404, "session.verification_session_not_found");
});
