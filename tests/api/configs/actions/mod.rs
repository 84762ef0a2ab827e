//! `/api/configs/actions`

mod post_first_factor_verification;
mod post_sign_in;
mod test;

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

const ALL: &str = "/api/configs/actions";
const PATH: &str = "/api/configs/actions/action.postSignIn";

/// Sets a script that is asked at a point.
async fn set(api: &Client, key: &str, script: &str, more: Value) {
    let mut body = json!({ "script": script, "enabled": true });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let status = api.put(&format!("{ALL}/action.{key}"), body).await.status;
    assert!(status.is_success(), "{status}");
}

on_both!(a_script_is_kept_changed_and_deleted, server, {
    let api = server.management().await;
    assert_eq!(api.get(ALL).await.expect(200).json(), json!([]));
    api.get(PATH).await.refuses(404, "entity.not_exists_with_id");
    api.patch(PATH, json!({ "enabled": true })).await.refuses(404, "entity.not_exists_with_id");
    let script = json!({ "script": "const runAction = () => {};", "environmentVariables": { "A": "b" } });
    assert_eq!(api.put(PATH, script.clone()).await.expect(201).json(), script);
    assert_eq!(api.put(PATH, script.clone()).await.expect(200).json(), script);
    let more = json!({ "enabled": true, "onExecutionError": "allow", "contextSample": [1, null] });
    let changed = api.patch(PATH, more).await.expect(200).json();
    let expected = json!({
        "script": "const runAction = () => {};", "environmentVariables": { "A": "b" }, "contextSample": [1, null],
        "enabled": true, "onExecutionError": "allow",
    });
    assert_eq!(changed, expected);
    assert_eq!(api.patch(PATH, json!({})).await.expect(200).json(), expected);
    assert_eq!(api.get(PATH).await.expect(200).json(), expected);
    assert_eq!(api.get(ALL).await.expect(200).json(), json!([{ "key": "action.postSignIn", "value": expected }]));
    for wrong in [
        json!({}),
        json!({ "script": 1 }),
        json!({ "script": "x", "more": 1 }),
        json!({ "script": "x", "onExecutionError": "shrug" }),
        json!({ "script": "x", "environmentVariables": { "A": 1 } }),
    ] {
        api.put(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    api.patch(PATH, json!({ "more": 1 })).await.refuses(400, "guard.invalid_input");
    for unknown in ["postSignIn", "action.postBreakfast"] {
        api.get(&format!("{ALL}/{unknown}")).await.refuses(400, "guard.invalid_input");
    }
    api.delete(PATH).await.expect(204);
    api.delete(PATH).await.refuses(404, "entity.not_found");
});
