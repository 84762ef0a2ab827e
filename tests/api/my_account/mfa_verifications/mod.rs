//! `/api/my-account/mfa-verifications`

mod backup_codes;
mod name;
mod totp;
mod totp_secret;
mod web_authn;

use avouch_testkit::{Client, Server, on_both};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::experience::{PASSWORD, identify, post};
use crate::flow::Flow;
use crate::my_account::own::{Own, allow, listen};

const PATH: &str = "/api/my-account/mfa-verifications";

/// The code of an authenticator app now.
fn code_of(server: &Server, secret: &str) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build_noncompliant();
    totp.generate(server.clock.now().seconds().unsigned_abs()).to_string()
}

/// Kinds of factors that the tenant has.
async fn offer(api: &Client, factors: Value) {
    api.patch("/api/sign-in-exp", json!({ "mfa": { "factors": factors, "policy": "PromptAtSignInAndSignUp" } }))
        .await
        .expect(200);
}

/// A secret that nobody uses.
async fn secret(client: &Client) -> String {
    client.post(&format!("{PATH}/totp-secret/generate"), json!({})).await.expect(200).text_of("secret")
}

/// Codes that nobody uses.
async fn codes(client: &Client) -> Value {
    client.post(&format!("{PATH}/backup-codes/generate"), json!({})).await.expect(200).json()["codes"].clone()
}

/// A passkey, from beneath: browsers make them.
async fn plant_passkey(own: &Own<'_>) {
    let factor = json!([{
        "type": "WebAuthn", "id": "passkey", "createdAt": "2026-01-01T00:00:00.000Z", "credentialId": "c",
        "publicKey": "k", "counter": 0, "agent": "a browser",
    }]);
    own.write(vec![("mfa_verifications", (&factor).into())]).await;
}

on_both!(an_app_and_codes_become_factors, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    assert_eq!(own.me.get(PATH).await.expect(200).json(), json!([]));
    let own_secret = secret(&own.me).await;
    let totp = json!({ "type": "Totp", "secret": own_secret, "code": code_of(&server, &own_secret) });
    me.post(PATH, totp.clone()).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    let own_codes = codes(&own.me).await;
    let backup = json!({ "type": "BackupCode", "codes": own_codes });
    me.post(PATH, backup.clone()).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    offer(&own.flow.api, json!(["Totp", "BackupCode"])).await;
    let told = listen(&own.flow.api).await;
    me.post(PATH, backup.clone()).await.refuses(422, "session.mfa.backup_code_can_not_be_alone");
    me.post(PATH, json!({ "type": "Totp", "secret": "short" })).await.refuses(400, "user.totp_secret_invalid");
    let wrong = json!({ "type": "Totp", "secret": own_secret, "code": "000" });
    me.post(PATH, wrong).await.refuses(400, "session.mfa.invalid_totp_code");
    me.post(PATH, totp.clone()).await.expect(204);
    me.post(PATH, totp).await.refuses(422, "user.totp_already_in_use");
    me.post(PATH, json!({ "type": "BackupCode", "codes": ["x"] })).await.refuses(422, "user.wrong_backup_code_format");
    me.post(PATH, backup.clone()).await.expect(204);
    me.post(PATH, backup).await.refuses(422, "user.backup_code_already_in_use");
    for wrong in [json!({ "type": "Totp" }), json!({ "type": "BackupCode" }), json!({ "type": "Dance" })] {
        me.post(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    assert_eq!(told.wait(2).await.len(), 2);
    let listed = own.me.get(PATH).await.expect(200).json();
    assert_eq!(
        (&listed[0]["type"], &listed[1]["type"], &listed[1]["remainCodes"]),
        (&json!("Totp"), &json!("BackupCode"), &json!(10))
    );
    assert!(listed[0].get("key").is_none() && listed[0]["createdAt"].as_str().unwrap().ends_with('Z'), "{listed}");
    let settings = own.flow.api.get(&own.flow.path("/logto-configs")).await.json();
    assert_eq!(settings["mfa"]["enabled"], true);
    // From now on it is asked for at sign-in.
    let fresh = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    fresh.browser.get(&fresh.request(&[])).await.expect(303);
    identify(&fresh.browser, "ada", PASSWORD).await;
    post(&fresh.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    let code = json!({ "code": code_of(&server, &own_secret) });
    post(&fresh.browser, "/verification/totp/verify", code).await.expect(200);
    post(&fresh.browser, "/submit", json!({})).await.expect(200);
});

on_both!(a_factor_is_removed, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    offer(&own.flow.api, json!(["Totp"])).await;
    me.post(PATH, json!({ "type": "Totp", "secret": secret(&own.me).await })).await.expect(204);
    let id = own.me.get(PATH).await.json()[0]["id"].as_str().unwrap().to_owned();
    me.delete(&format!("{PATH}/nope")).await.refuses(400, "verification_record.not_found");
    allow(&own.flow.api, json!({ "mfa": "ReadOnly" })).await;
    me.delete(&format!("{PATH}/{id}")).await.refuses(400, "account_center.field_not_editable");
    allow(&own.flow.api, json!({ "mfa": "Edit" })).await;
    me.delete(&format!("{PATH}/{id}")).await.expect(204);
    assert_eq!(own.me.get(PATH).await.json(), json!([]));
    plant_passkey(&own).await;
    allow(&own.flow.api, json!({ "mfa": "Edit", "passkey": "ReadOnly" })).await;
    me.delete(&format!("{PATH}/passkey")).await.refuses(400, "account_center.field_not_editable");
    allow(&own.flow.api, json!({ "mfa": "ReadOnly", "passkey": "Edit" })).await;
    me.delete(&format!("{PATH}/passkey")).await.expect(204);
});
