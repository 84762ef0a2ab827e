//! Whether someone has an account is not to be found out: registered and unknown identifiers are answered alike, after the
//! same work.

use avouch_testkit::{Answer, Browser, Server, on_both};
use serde_json::{Value, json};

use super::{PASSWORD, at_sign_in, messages, post, send_code, show_code, start};
use crate::flow::Flow;

const SETTINGS: &[(&str, &str)] = &[("OBSERVE_ADDRESS", "127.0.0.1:0")];

/// What an answer tells: all of it but what is random.
fn told(answer: &Answer) -> (u16, Vec<String>, Value) {
    let mut body = answer.json();
    if let Some(id) = body.get_mut("verificationId") {
        *id = json!(id.as_str().unwrap().len());
    }
    let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
    headers.sort_unstable();
    (answer.status.as_u16(), headers, body)
}

/// How many hashes of passwords the server made so far.
async fn hashes(server: &Server) -> u64 {
    let figures = server.figures().await;
    let line = figures.lines().find_map(|line| line.strip_prefix("avouch_password_hashes_total "));
    line.unwrap_or_else(|| panic!("no such figure: {figures}")).parse().unwrap()
}

/// The users: with a password, without one, suspended, with a hash that is quick to check; then nobody.
async fn people(flow: &Flow<'_>) -> [&'static str; 5] {
    let api = &flow.api;
    for (name, more) in [
        ("bob", json!({})),
        ("eve", json!({ "password": PASSWORD })),
        ("old", json!({ "passwordDigest": "5f4dcc3b5aa765d61d8327deb882cf99", "passwordAlgorithm": "MD5" })),
    ] {
        let mut body = json!({ "username": name, "primaryEmail": format!("{name}@example.test") });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = api.post("/api/users", body).await.expect(200).text_of("id");
        if name == "eve" {
            api.patch(&format!("/api/users/{id}/is-suspended"), json!({ "isSuspended": true })).await.expect(200);
        }
    }
    ["ada", "bob", "eve", "old", "nobody"]
}

async fn guess(browser: &Browser, kind: &str, value: &str) -> Answer {
    let body = json!({ "identifier": { "type": kind, "value": value }, "password": "wrong" });
    post(browser, "/verification/password", body).await
}

on_both!(with SETTINGS, a_wrong_password_is_wrong_alike, server, {
    let flow = at_sign_in(&server).await;
    let people = people(&flow).await;
    let limit = json!({ "sentinelPolicy": { "maxAttempts": 4, "lockoutDuration": 5 } });
    flow.api.patch("/api/sign-in-exp", limit).await.expect(200);
    start(&flow.browser, "SignIn").await;
    for kind in ["username", "email"] {
        let mut seen = Vec::new();
        for name in people {
            let value = if kind == "email" { format!("{name}@example.test") } else { name.to_owned() };
            let before = hashes(&server).await;
            // Until it is stopped, which happens to all of them after the same number of guesses.
            let mut answers = Vec::new();
            for _ in 0..5 {
                answers.push(told(&guess(&flow.browser, kind, &value).await));
            }
            seen.push((answers, hashes(&server).await - before));
        }
        let nobody = seen.last().unwrap().clone();
        assert_eq!(nobody.1, 5, "each guess is a hash");
        assert_eq!((nobody.0[2].0, nobody.0[3].0), (422, 400), "the fourth is stopped");
        for (name, one) in people.iter().zip(seen) {
            assert_eq!(one, nobody, "{name} by {kind}");
        }
    }
});

on_both!(a_recovery_looks_alike, server, {
    let flow = at_sign_in(&server).await;
    let people = people(&flow).await;
    messages(&flow.api).await;
    flow.api.patch("/api/sign-in-exp", json!({ "signInMode": "SignIn" })).await.expect(200);
    for event in ["ForgotPassword", "SignIn"] {
        let mut seen = Vec::new();
        for name in people {
            let email = format!("{name}@example.test");
            start(&flow.browser, event).await;
            let sent = send_code(&flow.browser, "email", &email, event).await;
            let id = sent.text_of("verificationId");
            let mut answers = vec![told(&sent)];
            for _ in 0..11 {
                answers.push(told(&show_code(&flow.browser, "email", &email, &id, "not").await));
            }
            answers.push(told(&post(&flow.browser, "/identification", json!({ "verificationId": id })).await));
            seen.push(answers);
        }
        let nobody = seen.last().unwrap().clone();
        assert_eq!(nobody[1].2["code"], "verification_code.code_mismatch");
        assert_eq!(nobody[11].2["code"], "verification_code.exceed_max_try");
        for (name, one) in people.iter().zip(seen) {
            assert_eq!(one, nobody, "{name}, {event}");
        }
    }
    // So does the number of messages that someone may ask for.
    for name in people {
        let mut statuses = Vec::new();
        for _ in 0..9 {
            let email = format!("{name}@example.test");
            statuses.push(send_code(&flow.browser, "email", &email, "ForgotPassword").await.status.as_u16());
        }
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 429], "{name}");
    }
});
