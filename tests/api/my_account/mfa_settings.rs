//! `/api/my-account/mfa-settings`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/mfa-settings";

on_both!(second_factors_can_be_done_without, server, {
    let own = Own::new(&server).await;
    assert_eq!(own.me.get(PATH).await.expect(200).json(), json!({ "skipMfaOnSignIn": false }));
    let me = own.proved().await;
    let told = listen(&own.flow.api).await;
    let changed = me.patch(PATH, json!({ "skipMfaOnSignIn": true })).await.expect(200).json();
    assert_eq!(changed, json!({ "skipMfaOnSignIn": true }));
    told.wait(1).await;
    assert_eq!(own.me.get(PATH).await.expect(200).json(), changed);
    me.patch(PATH, json!({})).await.refuses(400, "guard.invalid_input");
});
