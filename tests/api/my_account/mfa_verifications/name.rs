//! `/api/my-account/mfa-verifications/{verificationId}/name`

use avouch_testkit::on_both;
use serde_json::json;

use super::{PATH, offer, plant_passkey, secret};
use crate::my_account::own::{Own, listen};

on_both!(a_passkey_is_named, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    offer(&own.flow.api, json!(["Totp", "WebAuthn"])).await;
    me.post(PATH, json!({ "type": "Totp", "secret": secret(&own.me).await })).await.expect(204);
    let app = own.me.get(PATH).await.json()[0]["id"].as_str().unwrap().to_owned();
    for other in [app.as_str(), "nope"] {
        let path = format!("{PATH}/{other}/name");
        me.patch(&path, json!({ "name": "x" })).await.refuses(400, "verification_record.not_found");
    }
    plant_passkey(&own).await;
    let told = listen(&own.flow.api).await;
    me.patch(&format!("{PATH}/passkey/name"), json!({ "name": "Key ring" })).await.expect(200);
    told.wait(1).await;
    let listed = own.me.get(PATH).await.json();
    assert_eq!((&listed[0]["name"], &listed[0]["agent"]), (&json!("Key ring"), &json!("a browser")));
    me.patch(&format!("{PATH}/passkey/name"), json!({})).await.refuses(400, "guard.invalid_input");
});
