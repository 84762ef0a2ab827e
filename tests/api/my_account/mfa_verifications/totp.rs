//! `/api/my-account/mfa-verifications/totp`

use avouch_testkit::on_both;
use serde_json::json;

use super::{PATH, code_of, offer, secret};
use crate::my_account::own::Own;

on_both!(an_app_takes_the_place_of_another, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let path = format!("{PATH}/totp");
    let (first, second) = (secret(&own.me).await, secret(&own.me).await);
    let set = async |secret: &str, code: &str| me.put(&path, json!({ "secret": secret, "code": code })).await;
    set(&first, &code_of(&server, &first)).await.refuses(400, "session.mfa.mfa_factor_not_enabled");
    offer(&own.flow.api, json!(["Totp"])).await;
    set("short", "1").await.refuses(400, "user.totp_secret_invalid");
    set(&first, "000").await.refuses(400, "session.mfa.invalid_totp_code");
    me.put(&path, json!({ "secret": first })).await.refuses(400, "guard.invalid_input");
    set(&first, &code_of(&server, &first)).await.expect(204);
    let before = own.me.get(PATH).await.json();
    set(&second, &code_of(&server, &second)).await.expect(204);
    let after = own.me.get(PATH).await.json();
    assert_eq!((before.as_array().unwrap().len(), after.as_array().unwrap().len()), (1, 1));
    assert_ne!(before[0]["id"], after[0]["id"]);
});
