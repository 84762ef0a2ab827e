//! `/api/my-account/mfa-verifications`: passkeys

use avouch_testkit::on_both;
use serde_json::json;

use super::{PATH, offer};
use crate::experience::{PASSWORD, identify, post};
use crate::flow::Flow;
use crate::my_account::own::{Own, SCOPES, allow, everything, listen};
use crate::passkey::Authenticator;
use crate::verifications::web_authn::registration::{ask, make, show};

on_both!(a_passkey_that_was_made_becomes_a_factor, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let mut authenticator = Authenticator::new(&own.flow.api.base);
    let id = make(&own.me, &authenticator).await;
    let body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": id, "name": "Key ring" });
    me.post(PATH, body.clone()).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    offer(&own.flow.api, json!(["WebAuthn"])).await;
    allow(&own.flow.api, json!({ "mfa": "Edit", "passkey": "ReadOnly" })).await;
    me.post(PATH, body.clone()).await.refuses(400, "account_center.field_not_editable");
    allow(&own.flow.api, everything()).await;
    let begun = ask(&own.me).await["verificationRecordId"].as_str().unwrap().to_owned();
    for other in [begun.as_str(), "nope", &own.proof().await] {
        let body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": other });
        me.post(PATH, body).await.refuses(400, "verification_record.not_found");
    }
    let told = listen(&own.flow.api).await;
    me.post(PATH, body.clone()).await.expect(204);
    told.wait(1).await;
    // Shown again, the same proof makes no second one; and what the account has is not asked for again.
    me.post(PATH, body).await.expect(204);
    let listed = own.me.get(PATH).await.expect(200).json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    assert_eq!((&listed[0]["type"], &listed[0]["name"]), (&json!("WebAuthn"), &json!("Key ring")));
    let again = ask(&own.me).await;
    assert_eq!(again["registrationOptions"]["excludeCredentials"].as_array().unwrap().len(), 1);
    show(&own.me, &again, authenticator.create(&again["registrationOptions"]))
        .await
        .refuses(400, "session.mfa.webauthn_verification_failed");
    // It is asked for at sign-in from now on, and does there.
    let fresh = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    fresh.browser.get(&fresh.request(&[])).await.expect(303);
    identify(&fresh.browser, "ada", PASSWORD).await;
    post(&fresh.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    let asked = crate::experience::verification::web_authn::ask(&fresh.browser).await;
    let payload = authenticator.get(&asked["authenticationOptions"], None);
    crate::experience::verification::web_authn::show(&fresh.browser, &asked, payload).await.expect(200);
    post(&fresh.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_passkey_that_only_signs_in_asks_for_no_second_factor, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    own.flow.api.patch("/api/sign-in-exp", json!({ "passkeySignIn": { "enabled": true } })).await.expect(200);
    let before = own.flow.api.get(&own.flow.path("/logto-configs")).await.json()["mfa"]["enabled"].clone();
    let id = make(&own.me, &Authenticator::new(&own.flow.api.base)).await;
    let body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": id });
    me.post(PATH, body.clone()).await.expect(204);
    let settings = own.flow.api.get(&own.flow.path("/logto-configs")).await.json();
    assert_eq!(settings["mfa"]["enabled"], before);
    // Someone else's proof is none.
    let mut eve = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    let user = json!({ "username": "eve", "password": PASSWORD });
    eve.user = eve.api.post("/api/users", user).await.expect(200).text_of("id");
    let tokens = eve.tokens(&[("scope", SCOPES)]).await;
    let client = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    let proof = client.post("/api/verifications/password", json!({ "password": PASSWORD })).await.expect(201);
    let client = client.with("logto-verification-id", &proof.text_of("verificationRecordId"));
    client.post(PATH, body).await.refuses(400, "verification_record.not_found");
});
