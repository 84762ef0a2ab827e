//! `/api/experience/verification/web-authn/authentication/verify`

use avouch_testkit::on_both;
use serde_json::json;

use super::super::{ask, show, with_passkey};
use crate::experience::{PASSWORD, at_sign_in, identify, post, settings};
use crate::passkey::{Authenticator, Mood};

const WRONG: &str = "session.mfa.webauthn_verification_failed";

on_both!(a_passkey_is_a_second_factor, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    let mut authenticator = with_passkey(&flow).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    let asked = ask(&flow.browser).await;
    let options = &asked["authenticationOptions"];
    let fine = authenticator.mood.clone();
    authenticator.mood = Mood { origin: "https://evil.test".to_owned(), ..fine.clone() };
    let payload = authenticator.get(options, None);
    show(&flow.browser, &asked, payload).await.refuses(400, WRONG);
    authenticator.mood = fine.clone();
    authenticator.mood.flags = 0x01;
    let payload = authenticator.get(options, None);
    show(&flow.browser, &asked, payload).await.refuses(400, WRONG);
    authenticator.mood = fine;
    let payload = Authenticator::new(&flow.api.base).get(options, None);
    show(&flow.browser, &asked, payload).await.refuses(400, WRONG);
    let mut forged = authenticator.get(options, None);
    forged["response"]["signature"] = "MEUCIQ".into();
    show(&flow.browser, &asked, forged).await.refuses(400, WRONG);
    let unknown = json!({ "verificationId": "nope" });
    let payload = authenticator.get(options, None);
    show(&flow.browser, &unknown, payload.clone()).await.refuses(404, "session.verification_session_not_found");
    show(&flow.browser, &asked, payload.clone()).await.expect(200);
    show(&flow.browser, &asked, payload).await.refuses(400, "session.mfa.pending_info_not_found");
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(held a_copied_passkey_is_noticed_and_guessing_ends, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    let mut authenticator = with_passkey(&flow).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    let asked = ask(&flow.browser).await;
    let payload = authenticator.get(&asked["authenticationOptions"], None);
    show(&flow.browser, &asked, payload).await.expect(200);
    let asked = ask(&flow.browser).await;
    authenticator.counter -= 1;
    let payload = authenticator.get(&asked["authenticationOptions"], None);
    show(&flow.browser, &asked, payload.clone()).await.refuses(400, WRONG);
    settings(&server, "sentinel_policy", "{\"maxAttempts\":2,\"lockoutDuration\":5}").await;
    show(&flow.browser, &asked, payload).await.refuses(400, "session.verification_blocked_too_many_attempts");
});
