//! `action.postSignIn`: the script has the last word before someone is signed in.

use avouch_testkit::{Answer, Receiver, on_both};
use serde_json::{Value, json};

use super::set;
use crate::experience::{PASSWORD, at_sign_in, identify, post};
use crate::flow::Flow;

const KEY: &str = "postSignIn";

/// Signs in up to the last step.
async fn submit(flow: &Flow<'_>) -> Answer {
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await
}

on_both!(a_script_sees_the_user_and_changes_them, server, {
    let flow = at_sign_in(&server).await;
    let custom = json!({ "customData": { "kept": 1 }, "profile": { "nickname": "A" } });
    flow.api.patch(&format!("/api/users/{}", flow.user), custom).await.expect(200);
    let receiver = Receiver::start().await;
    let hook = json!({ "name": "h", "events": ["User.Data.Updated"], "config": { "url": receiver.base } });
    flow.api.post("/api/hooks", hook).await.expect(201);
    let script = "const runAction = async ({ event, environmentVariables }) => {
        const { key, interactionEvent, user } = event;
        const seen = { key, interactionEvent, id: user.id, roles: user.roles, hasPassword: user.hasPassword,
            secrets: Object.keys(user).filter((name) => name.startsWith('password')) };
        return { action: 'updateUser', user: { name: environmentVariables.NAME, profile: { locale: 'de' }, customData: { seen } } };
    };";
    set(&flow.api, KEY, script, json!({ "environmentVariables": { "NAME": "Countess" } })).await;
    submit(&flow).await.expect(200);
    let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.expect(200).json();
    let seen = json!({ "key": "action.postSignIn", "interactionEvent": "SignIn", "id": flow.user, "roles": [],
        "hasPassword": true, "secrets": [] });
    assert_eq!((&user["name"], &user["customData"]), (&json!("Countess"), &json!({ "kept": 1, "seen": seen })));
    assert_eq!(user["profile"], json!({ "nickname": "A", "locale": "de" }));
    assert_eq!(receiver.wait(1).await[0].json()["data"]["name"], "Countess");
    let logs = server.logs().await;
    let run = logs.iter().find(|entry| entry["key"] == "Action.PostSignIn").unwrap();
    assert_eq!((&run["result"], &run["decision"]), (&json!("Success"), &json!("updateUser")));
    let outline =
        json!({ "passwordVerified": false, "userFields": ["name", "customData", "profile"], "unknownFieldCount": 0 });
    assert_eq!(run["actionResult"], outline);
    assert_eq!(run["event"]["user"], json!({ "id": flow.user }));
    assert_eq!((&run["userId"], &run["applicationId"]), (&json!(flow.user), &json!(flow.client)));
});

on_both!(what_is_no_objection_lets_people_in, server, {
    let flow = at_sign_in(&server).await;
    for returned in ["undefined", "null", "{}", "{ action: 'updateUser' }", "{ action: 'updateUser', user: {} }"] {
        set(&flow.api, KEY, &format!("const runAction = () => ({returned});"), json!({})).await;
        submit(&flow).await.expect(200);
    }
    for returned in ["'x'", "[1]", "{ action: 'dance' }", "{ action: 'updateUser', user: { id: 'x' } }", "{ no: 1 }"] {
        set(&flow.api, KEY, &format!("const runAction = () => ({returned});"), json!({ "onExecutionError": "allow" }))
            .await;
        submit(&flow).await.refuses(400, "session.verification_failed");
    }
    set(&flow.api, KEY, "const runAction = () => null;", json!({ "enabled": false })).await;
    submit(&flow).await.expect(200);
    let logs = server.logs().await;
    let decisions: Vec<&Value> =
        logs.iter().filter(|entry| entry["key"] == "Action.PostSignIn").map(|entry| &entry["decision"]).collect();
    assert_eq!(decisions.len(), 10);
    assert_eq!(decisions.iter().filter(|decision| **decision == "noop").count(), 7);
});

on_both!(a_script_that_fails_stops_people_unless_that_is_allowed, server, {
    let flow = at_sign_in(&server).await;
    let fails = "const runAction = () => { throw new Error('boom'); };";
    set(&flow.api, KEY, fails, json!({})).await;
    submit(&flow).await.refuses(400, "session.verification_failed");
    set(&flow.api, KEY, fails, json!({ "onExecutionError": "allow" })).await;
    submit(&flow).await.expect(200);
    // A refusal is no failure.
    let denies = "const runAction = ({ api }) => api.denyAccess('closed');";
    set(&flow.api, KEY, denies, json!({ "onExecutionError": "allow" })).await;
    submit(&flow).await.refuses(400, "session.verification_failed");
    let logs = server.logs().await;
    let run = |decision: &str| logs.iter().find(|entry| entry["decision"] == decision).unwrap();
    assert_eq!(run("throw")["errorPolicyOutcome"], "block");
    assert_eq!(
        (&run("continue")["errorPolicyOutcome"], &run("continue")["result"]),
        (&json!("allow"), &json!("Error"))
    );
    // Names that are someone else's stay theirs, and nothing else of the submission is written.
    flow.api.post("/api/users", json!({ "username": "eve" })).await.expect(200);
    let takes = "const runAction = () => ({ action: 'updateUser', user: { username: 'eve', name: 'Eve' } });";
    set(&flow.api, KEY, takes, json!({})).await;
    submit(&flow).await.refuses(422, "user.username_already_in_use");
    assert_eq!(flow.api.get(&format!("/api/users/{}", flow.user)).await.expect(200).json()["name"], "Ada");
});
