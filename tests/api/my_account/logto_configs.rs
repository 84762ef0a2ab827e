//! `/api/my-account/logto-configs`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/logto-configs";

on_both!(settings_are_merged, server, {
    let own = Own::new(&server).await;
    let seen = json!({ "mfa": { "skipped": false, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": false } });
    assert_eq!(own.me.get(PATH).await.expect(200).json(), seen);
    let me = own.proved().await;
    let told = listen(&own.flow.api).await;
    let body = json!({ "mfa": { "enabled": true, "skipped": true, "additionalBindingSuggestionSkipped": true } });
    me.patch(PATH, body).await.expect(200);
    let changed = me.patch(PATH, json!({ "passkeySignIn": { "skipped": true } })).await.expect(200).json();
    let all = json!({ "mfa": { "enabled": true, "skipped": true, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": true } });
    assert_eq!((&changed, told.wait(2).await.len()), (&all, 2));
    assert_eq!(own.flow.api.get(&own.flow.path("/logto-configs")).await.expect(200).json(), all);
    me.patch(PATH, json!({ "mfa": { "enabled": 1 } })).await.refuses(400, "guard.invalid_input");
});
