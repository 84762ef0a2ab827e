//! `/api/experience/verification/sign-in-passkey/authentication/verify`

use avouch_store::params;
use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::experience::verification::web_authn::with_passkey;
use crate::experience::{at_sign_in, post, settings, start};
use crate::passkey::Authenticator;

const PREFLIGHT: &str = "/preflight/sign-in-passkey/authentication";
const VERIFY: &str = "/verification/sign-in-passkey/authentication/verify";

on_both!(a_passkey_signs_in_without_a_name, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\",\"Totp\"],\"policy\":\"Mandatory\"}").await;
    settings(&server, "passkey_sign_in", "{\"enabled\":true}").await;
    let mut authenticator = with_passkey(&flow).await;
    // The challenge is there before anything starts, and stays when it does.
    let asked = post(&flow.browser, PREFLIGHT, json!({})).await.expect(200).json();
    let options = &asked["authenticationOptions"];
    assert_eq!(options["allowCredentials"], json!([]));
    start(&flow.browser, "SignIn").await;
    let verify = async |payload: Value| post(&flow.browser, VERIFY, json!({ "payload": payload })).await;
    let payload = authenticator.get(options, None);
    verify(payload).await.refuses(400, "session.identifier_not_found");
    let payload = authenticator.get(options, Some("nobody"));
    verify(payload).await.refuses(400, "session.identifier_not_found");
    let payload = Authenticator::new(&flow.api.base).get(options, Some(&flow.user));
    verify(payload).await.refuses(400, "session.identifier_not_found");
    let payload = authenticator.get(&json!({ "challenge": "AAAA" }), Some(&flow.user));
    verify(payload).await.refuses(400, "session.mfa.webauthn_verification_failed");
    let payload = authenticator.get(options, Some(&flow.user));
    let id = verify(payload.clone()).await.expect(200).text_of("verificationId");
    verify(payload).await.refuses(404, "session.verification_session_not_found");
    settings(&server, "passkey_sign_in", "{\"enabled\":false}").await;
    let identification = json!({ "verificationId": id });
    post(&flow.browser, "/identification", identification.clone())
        .await
        .refuses(422, "user.sign_in_method_not_enabled");
    settings(&server, "passkey_sign_in", "{\"enabled\":true}").await;
    let now = server.clock.now();
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, created_at) values ($1, 'acme', 'OIDC', 'acme', $2)";
    tx.execute(sql.into(), params![now]).await.unwrap();
    let sql = "insert into user_sso_identities (tenant_id, id, user_id, issuer, identity_id, created_at, updated_at, sso_connector_id) \
               values ($1, 'i', $2, 'https://acme.test', 'sub', $3, $4, 'acme')";
    tx.execute(sql.into(), params![&flow.user, now, now]).await.unwrap();
    tx.commit().await.unwrap();
    post(&flow.browser, "/identification", identification.clone())
        .await
        .refuses(400, "session.passkey_sign_in.sso_users_not_allowed");
    let tx = server.tenant("default").begin().await.unwrap();
    tx.execute("delete from user_sso_identities where tenant_id = $1".into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    post(&flow.browser, "/identification", identification).await.expect(204);
    // It is two factors in one; whether there shall be one beside it, the user is asked once.
    let asked = post(&flow.browser, "/submit", json!({})).await.refuses(422, "session.mfa.suggest_additional_mfa");
    assert_eq!(asked.json()["data"]["isWebAuthnUsedAsSignInPasskey"], true);
    post(&flow.browser, "/profile/mfa/mfa-suggestion-skipped", json!({})).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_passkey_signs_in_by_name, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    settings(&server, "passkey_sign_in", "{\"enabled\":true}").await;
    let mut authenticator = with_passkey(&flow).await;
    start(&flow.browser, "SignIn").await;
    let ask = json!({ "identifier": { "type": "username", "value": "ada" } });
    let asked = post(&flow.browser, "/verification/sign-in-passkey/authentication", ask).await.expect(200).json();
    let options = &asked["authenticationOptions"];
    let verify = async |payload: Value| {
        let proof = json!({ "verificationId": asked["verificationId"], "payload": payload });
        post(&flow.browser, VERIFY, proof).await
    };
    let payload = authenticator.get(options, Some("nobody"));
    verify(payload).await.refuses(409, "session.identity_conflict");
    // A passkey that was made at another address of the server.
    let made_at = async |rp_id: &str| {
        let tx = server.tenant("default").begin().await.unwrap();
        let factors = avouch_store::users::lock_factors(&tx, &flow.user).await.unwrap();
        let text = json!(factors).to_string().replace("\"rpId\":\"localhost\"", &format!("\"rpId\":\"{rp_id}\""));
        let text = text.replace("\"rpId\":\"old.test\"", &format!("\"rpId\":\"{rp_id}\""));
        let factors: Value = serde_json::from_str(&text).unwrap();
        let columns = vec![("mfa_verifications", (&factors).into())];
        avouch_store::users::update(&tx, &flow.user, columns).await.unwrap();
        tx.commit().await.unwrap();
    };
    made_at("old.test").await;
    let payload = authenticator.get(options, None);
    verify(payload).await.refuses(400, "session.passkey_sign_in.conflict_rp_id");
    made_at("localhost").await;
    let payload = authenticator.get(options, None);
    let id = verify(payload.clone()).await.expect(200).text_of("verificationId");
    verify(payload).await.refuses(400, "session.passkey_sign_in.pending_info_not_found");
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_passkey_of_someone_who_is_gone_identifies_nobody, server, {
    let flow = at_sign_in(&server).await;
    settings(&server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"NoPrompt\"}").await;
    settings(&server, "passkey_sign_in", "{\"enabled\":true}").await;
    let mut authenticator = with_passkey(&flow).await;
    let asked = post(&flow.browser, PREFLIGHT, json!({})).await.expect(200).json();
    start(&flow.browser, "SignIn").await;
    let payload = authenticator.get(&asked["authenticationOptions"], Some(&flow.user));
    let proved = post(&flow.browser, VERIFY, json!({ "payload": payload })).await.expect(200).json();
    flow.api.delete(&format!("/api/users/{}", flow.user)).await.expect(204);
    post(&flow.browser, "/identification", proved).await.refuses(400, "session.identifier_not_found");
});
