//! Whether a person is there, asked of the tenant's captcha provider

use avouch_testkit::{Received, Receiver, STAND_IN, Server, on_both};
use serde_json::{Value, json};

use super::{at_sign_in, put, shown};

/// What the providers say of tokens that begin with what is behind them.
fn says(request: &Received) -> (u16, String) {
    let is = |who: &str| request.body.contains(who);
    let said = if request.line.starts_with("POST /turnstile/v0/siteverify") {
        if is("response=person") && is("secret=hidden") {
            json!({ "success": true })
        } else {
            json!({ "success": false, "error-codes": ["timeout-or-duplicate"] })
        }
    } else if request.line.starts_with("POST /v1/projects/ours/assessments?key=hidden") {
        assert_eq!(
            (&request.json()["event"]["expectedAction"], &request.json()["event"]["siteKey"]),
            (&json!("interaction"), &json!("site"))
        );
        let (valid, score) = (!is("stale"), if is("robot") { 0.1 } else { 0.9 });
        json!({ "tokenProperties": { "valid": valid, "action": "interaction", "invalidReason": "EXPIRED" },
                "riskAnalysis": { "score": score } })
    } else {
        json!({})
    };
    (200, said.to_string())
}

on_both!(of people_pass_and_robots_do_not, database, {
    let provider = Receiver::answering(says).await;
    let stand_in = provider.base.replace("http://localhost", "127.0.0.1");
    let server = Server::with(database, &[(STAND_IN, &stand_in)]).await;
    let flow = at_sign_in(&server).await;
    // Comes with a token; answers whether it passed, and the rest of the audit entry.
    let come = async |token: &str| {
        let answer = put(&flow.browser, "", json!({ "interactionEvent": "SignIn", "captchaToken": token })).await;
        let logs = server.logs().await;
        let entry = logs.iter().rfind(|entry| entry["key"] == "Interaction.Create.Captcha").unwrap();
        let passed = answer.status == 204;
        if passed {
            assert_eq!(shown(&flow.browser).await["captcha"]["verified"], true);
            assert_eq!((&entry["result"], entry.get("error")), (&json!("Success"), None));
        } else {
            answer.refuses(422, "session.captcha_failed");
            assert_eq!((&entry["result"], &entry["error"]["code"]), (&json!("Error"), &json!("session.captcha_failed")));
        }
        assert_eq!((&entry["success"], entry["sessionId"].is_string()), (&json!(passed), true));
        json!([passed, entry["score"], entry["mode"], entry["errorMessage"]])
    };
    let nobody = Value::Null;
    assert_eq!(come("person").await, json!([false, nobody, nobody, "There is no captcha provider."]));
    let turnstile = json!({ "type": "Turnstile", "siteKey": "site", "secretKey": "hidden" });
    flow.api.put("/api/captcha-provider", json!({ "config": turnstile })).await.expect(200);
    assert_eq!(come("person").await, json!([true, nobody, nobody, nobody]));
    assert_eq!(come("robot").await, json!([false, nobody, nobody, "timeout-or-duplicate"]));
    let mut google =
        json!({ "type": "RecaptchaEnterprise", "siteKey": "site", "secretKey": "hidden", "projectId": "ours" });
    flow.api.put("/api/captcha-provider", json!({ "config": google })).await.expect(200);
    assert_eq!(come("person").await, json!([true, 0.9, "invisible", nobody]));
    assert_eq!(come("robot").await, json!([false, 0.1, "invisible", "The score is too low."]));
    assert_eq!(come("stale").await, json!([false, 0.9, "invisible", "EXPIRED"]));
    google["mode"] = json!("checkbox");
    flow.api.put("/api/captcha-provider", json!({ "config": google })).await.expect(200);
    assert_eq!(come("robot").await, json!([true, 0.1, "checkbox", nobody]));
    assert!(!json!(server.logs().await).to_string().contains("hidden"));
});
