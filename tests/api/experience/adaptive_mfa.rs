//! Adaptive MFA: circumstances decide whether a second factor is asked for.

use avouch_testkit::{Answer, Browser, Receiver, Server, on_both};
use serde_json::{Value, json};

use super::verification::totp::code_of;
use super::{PASSWORD, at_sign_in, identify, post};
use crate::flow::Flow;

const NEEDED: &str = "session.mfa.require_mfa_verification";
const DAY: i64 = 86_400_000;

/// Someone with an authenticator app, whose tenant lets circumstances decide; the app's secret.
async fn careful(server: &Server) -> (Flow<'_>, String) {
    let flow = at_sign_in(server).await;
    let settings = json!({ "mfa": { "factors": ["Totp"], "policy": "PromptAtSignInAndSignUpMandatory" },
                           "adaptiveMfa": { "enabled": true } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let made = flow.api.post(&flow.path("/mfa-verifications"), json!({ "type": "Totp" })).await.expect(200);
    (flow, made.text_of("secret"))
}

/// A browser somewhere.
fn at(browser: &Browser, country: &str, latitude: &str, longitude: &str) -> Browser {
    let browser = browser.with("x-logto-cf-country", country).with("x-logto-cf-latitude", latitude);
    browser.with("x-logto-cf-longitude", longitude)
}

/// Signs in with the password alone, as far as that leads.
async fn attempt(flow: &Flow<'_>, browser: &Browser) -> Answer {
    browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(browser, "ada", PASSWORD).await;
    post(browser, "/submit", json!({})).await
}

/// Waits for webhooks of what circumstances asked for.
async fn listen(flow: &Flow<'_>) -> Receiver {
    let receiver = Receiver::start().await;
    let config = json!({ "url": format!("{}/hook", receiver.base) });
    let hook = json!({ "name": "h", "events": ["PostSignInAdaptiveMfaTriggered"], "config": config });
    flow.api.post("/api/hooks", hook).await.expect(201);
    receiver
}

/// The last audit entry of a submission.
async fn last_submit(server: &Server) -> Value {
    let logs = server.logs().await;
    logs.into_iter().rev().find(|entry| entry["key"] == "Interaction.SignIn.Submit").unwrap()
}

fn rules(hook: &Value) -> Vec<&str> {
    let rules = hook["adaptiveMfaResult"]["triggeredRules"].as_array().unwrap();
    rules.iter().map(|rule| rule["rule"].as_str().unwrap()).collect()
}

on_both!(a_place_that_is_unlike_the_user_needs_a_second_factor, server, {
    let (flow, secret) = careful(&server).await;
    let told = listen(&flow).await;
    let home = at(&flow.browser, "DE", "52.52", "13.405");
    // Nothing is known yet that could be unlike; then home is home.
    attempt(&flow, &home).await.expect(200);
    attempt(&flow, &home).await.expect(200);
    // Across the city, within seconds.
    attempt(&flow, &at(&flow.browser, "de", "52.40", "13.30")).await.expect(200);
    let away = at(&flow.browser, "JP", "35.68", "139.65");
    attempt(&flow, &away).await.refuses(403, NEEDED);
    let hook = told.wait(1).await[0].json();
    assert_eq!(rules(&hook), ["new_country", "geo_velocity"]);
    assert_eq!((&hook["event"], &hook["userId"]), (&json!("PostSignInAdaptiveMfaTriggered"), &json!(flow.user)));
    assert_eq!(hook["adaptiveMfaResult"]["requiresMfa"], true);
    let details = &hook["adaptiveMfaResult"]["triggeredRules"][0]["details"];
    assert_eq!(*details, json!({ "currentCountry": "JP", "windowDays": 180, "recentCountries": ["DE"] }));
    let entry = last_submit(&server).await;
    assert_eq!((&entry["result"], &entry["adaptiveMfaContext"]["country"]), (&json!("Error"), &json!("JP")));
    assert_eq!(entry["adaptiveMfaResult"], hook["adaptiveMfaResult"]);
    let code = json!({ "code": code_of(&secret, server.clock.now().seconds()) });
    post(&away, "/verification/totp/verify", code).await.expect(200);
    post(&away, "/submit", json!({})).await.expect(200);
    assert_eq!(last_submit(&server).await["result"], "Success");
    // Once proved, the place is one of the user's.
    attempt(&flow, &away).await.expect(200);
    let calm = json!({ "requiresMfa": false, "triggeredRules": [] });
    assert_eq!(last_submit(&server).await["adaptiveMfaResult"], calm);
});

on_both!(an_address_of_robots_needs_a_second_factor, server, {
    let (flow, _) = careful(&server).await;
    for (header, value, is_fine) in [
        ("x-logto-cf-bot-score", "29", false),
        ("x-logto-cf-bot-score", "30", true),
        ("x-logto-cf-bot-verified", "true", false),
        ("x-logto-cf-bot-verified", "false", true),
    ] {
        let answer = attempt(&flow, &flow.browser.with(header, value)).await;
        if is_fine {
            answer.expect(200)
        } else {
            answer.refuses(403, NEEDED)
        };
    }
});

on_both!(held a_long_absence_needs_a_second_factor, server, {
    let (flow, _) = careful(&server).await;
    attempt(&flow, &flow.browser).await.expect(200);
    server.clock.advance(30 * DAY - 1000);
    attempt(&flow, &flow.browser).await.expect(200);
    server.clock.advance(30 * DAY + 1000);
    attempt(&flow, &flow.browser).await.refuses(403, NEEDED);
});

on_both!(who_has_no_second_factor_is_asked_to_set_one_up, server, {
    let flow = at_sign_in(&server).await;
    let settings = json!({ "mfa": { "factors": ["Totp"], "policy": "PromptAtSignInAndSignUpMandatory" },
                           "adaptiveMfa": { "enabled": true } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let robot = flow.browser.with("x-logto-cf-bot-score", "1");
    attempt(&flow, &robot).await.refuses(422, "user.missing_mfa");
});
