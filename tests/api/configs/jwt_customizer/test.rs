//! `/api/configs/jwt-customizer/test`

use avouch_testkit::on_both;
use serde_json::{Value, json};

const PATH: &str = "/api/configs/jwt-customizer/test";

on_both!(a_script_is_tried_out, server, {
    let api = server.management().await;
    let body = |script: &str| {
        json!({
            "tokenType": "access-token", "script": script, "environmentVariables": { "PLACE": "here" },
            "token": { "aud": "x" }, "context": { "user": { "id": "ada" } },
        })
    };
    let script = "const getCustomJwtClaims = async ({ token, context, environmentVariables }) => \
                  ({ place: environmentVariables.PLACE, who: context.user.id, aud: token.aud });";
    let claims = api.post(PATH, body(script)).await.expect(200).json();
    assert_eq!(claims, json!({ "place": "here", "who": "ada", "aud": "x" }));
    let denied = api.post(PATH, body("const getCustomJwtClaims = ({ api }) => api.denyAccess('closed');")).await;
    let denied = denied.refuses(403, "jwt_customizer.general").json();
    assert_eq!(denied["data"]["message"], "closed");
    for (script, error) in [
        ("nonsense(", "SyntaxError"),
        ("const getCustomJwtClaims = () => 1;", "TypeError"),
        ("const getCustomJwtClaims = () => { throw new Error('boom'); };", "Error"),
        ("const getCustomJwtClaims = () => fetch('http://localhost');", "ReferenceError"),
    ] {
        let failed = api.post(PATH, body(script)).await.refuses(422, "jwt_customizer.general").json();
        assert_eq!(failed["data"]["error"], error, "{script}");
    }
    // What a script would see has to be there; only a user's token has a user.
    for (member, value) in [("context", Value::Null), ("context", json!({})), ("token", Value::Null)] {
        let mut wrong = body(script);
        wrong[member] = value;
        api.post(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    let mut machine = body("const getCustomJwtClaims = async ({ context }) => ({ has: 'user' in context });");
    machine["tokenType"] = "client-credentials".into();
    machine["context"] = json!({});
    assert_eq!(api.post(PATH, machine.clone()).await.expect(200).json(), json!({ "has": false }));
    machine.as_object_mut().unwrap().remove("context");
    api.post(PATH, machine).await.refuses(400, "guard.invalid_input");
});
