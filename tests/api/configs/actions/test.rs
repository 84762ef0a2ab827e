//! `/api/configs/actions/test`

use avouch_testkit::on_both;
use serde_json::{Value, json};

const PATH: &str = "/api/configs/actions/test";

on_both!(a_script_is_tried_out, server, {
    let api = server.management().await;
    let body = |script: &str| {
        json!({
            "actionType": "action.postSignIn", "script": script, "environmentVariables": { "PLACE": "here" },
            "event": { "user": { "id": "ada" } },
        })
    };
    let of = async |script: &str| api.post(PATH, body(script)).await;
    let told = "const runAction = async ({ event, environmentVariables }) => ({ who: event.user.id, ...environmentVariables });";
    assert_eq!(of(told).await.expect(200).json(), json!({ "who": "ada", "PLACE": "here" }));
    // What a script returns is JSON, whatever it is; nothing is nothing.
    for (returned, value) in [("'text'", json!("text")), ("null", Value::Null), ("[1]", json!([1])), ("7", json!(7))] {
        let answer = of(&format!("const runAction = () => ({returned});")).await.expect(200);
        assert_eq!((answer.header("content-type"), answer.json()), ("application/json; charset=utf-8", value));
    }
    assert_eq!(of("const runAction = () => undefined;").await.expect(204).text(), "");
    let denied = of("const runAction = ({ api }) => api.denyAccess('closed');").await;
    assert_eq!(denied.refuses(403, "action.general").json()["data"]["message"], "closed");
    for (script, part) in [
        ("nonsense(", "SyntaxError"),
        ("const other = 1;", "runAction is not a function"),
        ("const runAction = () => { throw new Error('boom'); };", "boom"),
        ("const runAction = () => { for (;;) {} };", "too long"),
    ] {
        let message = of(script).await.refuses(422, "action.general").json()["data"]["message"].clone();
        assert!(message.as_str().unwrap().contains(part), "{script}: {message}");
    }
    for (member, value) in [("actionType", json!("postSignIn")), ("script", Value::Null), ("more", json!(1))] {
        let mut wrong = body(told);
        wrong[member] = value;
        api.post(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    // Nothing of it is kept, and nothing is written down.
    assert_eq!(api.get("/api/configs/actions").await.expect(200).json(), json!([]));
    assert!(server.logs().await.iter().all(|entry| !entry["key"].as_str().unwrap().starts_with("Action.")));
});
