//! `action.postFirstFactorVerification`: a password that is not right here may be right where the script asks.

use avouch_testkit::on_both;
use serde_json::{Value, json};

use super::set;
use crate::experience::{PASSWORD, at_sign_in, post, prove, settings, start};

const KEY: &str = "postFirstFactorVerification";
const ELSEWHERE: &str = "right-elsewhere-1";

/// Takes one password for everyone; who is not there yet comes with a name.
const MOVES: &str = "const runAction = async ({ event }) => {
    if (event.password !== 'right-elsewhere-1') return;
    const user = { name: 'From elsewhere', customData: { moved: event.identifier.value } };
    return { action: event.user ? 'updateUser' : 'createUser', user, passwordVerified: true };
};";

on_both!(people_move_over_as_they_sign_in, server, {
    let flow = at_sign_in(&server).await;
    let custom = json!({ "customData": { "kept": 1 } });
    flow.api.patch(&format!("/api/users/{}", flow.user), custom).await.expect(200);
    start(&flow.browser, "SignIn").await;
    prove(&flow.browser, "ada", ELSEWHERE).await.refuses(422, "session.invalid_credentials");
    set(&flow.api, KEY, MOVES, json!({})).await;
    for name in ["ada", "nobody"] {
        prove(&flow.browser, name, "wrong").await.refuses(422, "session.invalid_credentials");
    }
    // Whoever is known gets the password, and what the script gives beside what is there.
    let id = prove(&flow.browser, "ada", ELSEWHERE).await.expect(200).text_of("verificationId");
    let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.expect(200).json();
    assert_eq!((&user["name"], &user["customData"]), (&json!("From elsewhere"), &json!({ "kept": 1, "moved": "ada" })));
    let verify = format!("/api/users/{}/password/verify", flow.user);
    flow.api.post(&verify, json!({ "password": ELSEWHERE })).await.expect(204);
    flow.api.post(&verify, json!({ "password": PASSWORD })).await.refuses(422, "session.invalid_credentials");
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    // Whoever is not is made, known by what was typed.
    let other = server.browser();
    other.get(&flow.request(&[])).await.expect(303);
    start(&other, "SignIn").await;
    let typed = json!({ "identifier": { "type": "email", "value": "grace@example.test" }, "password": ELSEWHERE });
    post(&other, "/verification/password", typed).await.expect(200);
    let found = flow.api.get("/api/users?search.primaryEmail=grace@example.test&mode=exact").await.expect(200).json();
    assert_eq!((&found[0]["name"], &found[0]["hasPassword"]), (&json!("From elsewhere"), &json!(true)));
    assert_eq!(found[0]["customData"], json!({ "moved": "grace@example.test" }));
    // Nobody registers or recovers by it.
    start(&other, "Register").await;
    prove(&other, "eve", ELSEWHERE).await.refuses(422, "session.invalid_credentials");
});

on_both!(each_run_has_an_entry_without_the_password, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let leaks = "const runAction = ({ event }) => { throw new Error(`no ${event.password}`); };";
    set(&flow.api, KEY, leaks, json!({ "onExecutionError": "allow" })).await;
    prove(&flow.browser, "ada", ELSEWHERE).await.refuses(422, "session.invalid_credentials");
    set(&flow.api, KEY, MOVES, json!({})).await;
    prove(&flow.browser, "ada", ELSEWHERE).await.expect(200);
    let logs = server.logs().await;
    let runs: Vec<&Value> = logs.iter().filter(|entry| entry["key"] == "Action.PostFirstFactorVerification").collect();
    let [failed, went] = runs[..] else { panic!("{runs:?}") };
    assert_eq!((&failed["result"], &failed["decision"]), (&json!("Error"), &json!("rejectInvalidCredentials")));
    assert_eq!((&failed["errorPolicyOutcome"], &failed["onExecutionError"]), (&json!("allow"), &json!("allow")));
    assert_eq!(failed["actionError"]["message"], "Error: no ******");
    assert_eq!(
        (&went["result"], &went["action"], &went["decision"]),
        (&json!("Success"), &json!("updateUser"), &json!("updateUser"))
    );
    let outline = json!({ "passwordVerified": true, "userFields": ["name", "customData"], "unknownFieldCount": 0 });
    assert_eq!(went["actionResult"], outline);
    let event = json!({
        "key": "action.postFirstFactorVerification", "interactionEvent": "SignIn", "verificationType": "Password",
        "identifier": { "type": "username", "value": "ada" }, "user": { "id": flow.user },
    });
    assert_eq!(went["event"], event);
    assert_eq!((&went["userId"], &went["applicationId"]), (&json!(flow.user), &json!(flow.client)));
    assert!(went["durationMs"].is_u64() && went["sessionId"].is_string() && went["runtimeLocation"] == "local");
    let text = json!(logs).to_string();
    assert!(!text.contains(ELSEWHERE) && !text.contains("runAction") && !text.contains("From elsewhere"));
    // Administrators find them.
    let found = flow.api.get("/api/logs?logKey=Action.PostFirstFactorVerification").await.expect(200);
    assert_eq!(found.header("total-number"), "2");
});

on_both!(a_script_says_only_what_it_may, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let returns = async |returned: &str| {
        set(&flow.api, KEY, &format!("const runAction = () => ({returned});"), json!({})).await;
        prove(&flow.browser, "ada", ELSEWHERE).await
    };
    for returned in [
        "undefined",
        "'yes'",
        "{ action: 'updateUser', passwordVerified: true }",
        "{ action: 'updateUser', user: {} }",
        "{ action: 'updateUser', user: {}, passwordVerified: 'true' }",
        "{ action: 'deleteUser', user: {}, passwordVerified: true }",
        "{ action: 'updateUser', user: { isSuspended: false }, passwordVerified: true }",
        "{ action: 'updateUser', user: { passwordEncrypted: 'x' }, passwordVerified: true }",
        "{ action: 'updateUser', user: { primaryEmail: 'nobody' }, passwordVerified: true }",
    ] {
        returns(returned).await.refuses(422, "session.invalid_credentials");
    }
    returns("{ action: 'createUser', user: {}, passwordVerified: true }")
        .await
        .refuses(409, "session.identity_conflict");
    for name in ["'eve'", "null"] {
        let returned = format!("{{ action: 'updateUser', user: {{ username: {name} }}, passwordVerified: true }}");
        let refused = returns(&returned).await.refuses(422, "action.sign_in_identifier_changed").json();
        assert_eq!(refused["data"], json!({ "identifierType": "username" }));
    }
    prove(&flow.browser, "nobody", ELSEWHERE).await.refuses(422, "action.sign_in_identifier_changed");
    set(
        &flow.api,
        KEY,
        "const runAction = () => ({ action: 'updateUser', user: {}, passwordVerified: true });",
        json!({}),
    )
    .await;
    prove(&flow.browser, "nobody", ELSEWHERE).await.refuses(409, "session.identity_conflict");
    // Someone who is shut out is not even asked about; what is switched off is not asked.
    let suspended = format!("/api/users/{}/is-suspended", flow.user);
    flow.api.patch(&suspended, json!({ "isSuspended": true })).await.expect(200);
    prove(&flow.browser, "ada", ELSEWHERE).await.refuses(422, "session.invalid_credentials");
    flow.api.patch(&suspended, json!({ "isSuspended": false })).await.expect(200);
    let path = format!("/api/configs/actions/action.{KEY}");
    flow.api.patch(&path, json!({ "enabled": false })).await.expect(200);
    prove(&flow.browser, "ada", ELSEWHERE).await.refuses(422, "session.invalid_credentials");
    // Guesses count, whoever judges them.
    flow.api.patch(&path, json!({ "enabled": true })).await.expect(200);
    settings(&server, "sentinel_policy", "{\"maxAttempts\":1,\"lockoutDuration\":5}").await;
    let blocked = "session.verification_blocked_too_many_attempts";
    prove(&flow.browser, "nobody", ELSEWHERE).await.refuses(400, blocked);
});
