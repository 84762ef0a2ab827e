//! What webhooks are told of people at the sign-in pages and in the account center.

use avouch_testkit::on_both;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::events::Listening;
use crate::experience::verification::sso::{Idp, connect, prove_sso};
use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, prove, prove_code, put, send_code, start};
use crate::flow::Flow;

/// What every event of a step says, besides what it is about.
async fn step(flow: &Flow<'_>, session: &Value, came_for: &str) -> Value {
    let application = flow.api.get(&format!("/api/applications/{}", flow.client)).await.expect(200).json();
    let facts = ["id", "type", "name", "description"].map(|name| (name.to_owned(), application[name].clone()));
    json!({
        "ip": "127.0.0.1", "interactionEvent": came_for, "sessionId": session, "applicationId": flow.client,
        "application": Value::Object(facts.into_iter().collect()),
    })
}

fn with(mut under: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        under[name] = value.clone();
    }
    under
}

/// The same as an event of the interaction itself says it.
fn interaction(event: &str, step: &Value, user: &Value) -> Value {
    json!({
        "event": event, "interactionEvent": step["interactionEvent"], "sessionId": step["sessionId"],
        "userIp": step["ip"], "userId": user["id"], "user": user, "application": step["application"],
    })
}

/// A user as events tell of one.
async fn info(flow: &Flow<'_>, id: &str) -> Value {
    let mut user = flow.api.get(&format!("/api/users/{id}")).await.expect(200).json();
    for more in ["hasPassword", "hasSecurityVerificationMethod", "ssoIdentities"] {
        user.as_object_mut().unwrap().shift_remove(more);
    }
    user
}

on_both!(nobody_waits_for_a_receiver_that_hangs, server, {
    let flow = at_sign_in(&server).await;
    // It takes what it is sent, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let body = json!({ "name": "h", "events": ["PostSignIn"], "config": { "url": url } });
    let hook = flow.api.post("/api/hooks", body).await.expect(201).text_of("id");
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let (_told, _) = silent.accept().await.unwrap();
    // Whoever comes while it is told signs in too. Had anyone waited, it would have been given up by now.
    for _ in 0..3 {
        flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
        identify(&flow.browser, "ada", PASSWORD).await;
        post(&flow.browser, "/submit", json!({})).await.expect(200);
    }
    let told = flow.api.get(&format!("/api/hooks/{hook}/recent-logs")).await.expect(200);
    assert_eq!(told.header("total-number"), "0");
});

on_both!(who_signs_in_registers_or_recovers_is_told, server, {
    let flow = at_sign_in(&server).await;
    let mail = messages(&flow.api).await;
    let recovery = json!({ "forgotPasswordMethods": ["EmailVerificationCode"] });
    flow.api.patch("/api/sign-in-exp", recovery).await.expect(200);
    let events = ["PostRegister", "PostSignIn", "PostResetPassword", "User.Created", "User.Data.Updated"];
    let mut hook = Listening::to(&flow.api, &events).await;
    identify(&flow.browser, "ada", PASSWORD).await;
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let told = hook.next().await;
    let place = step(&flow, &told["sessionId"], "SignIn").await;
    let ada = info(&flow, &flow.user).await;
    assert!(ada["lastSignInAt"].is_number());
    assert_eq!(told, interaction("PostSignIn", &place, &with(ada, json!({ "updatedAt": told["user"]["updatedAt"] }))));

    let reset = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    reset.browser.get(&reset.request(&[])).await.expect(303);
    start(&reset.browser, "ForgotPassword").await;
    let id = prove_code(&reset.browser, &mail, "email", "ada@example.test", "ForgotPassword").await;
    post(&reset.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    put(&reset.browser, "/profile/password", json!({ "password": "An0ther-Pa55phrase" })).await.expect(204);
    post(&reset.browser, "/submit", json!({})).await.expect(204);
    let told = hook.next().await;
    let place = step(&flow, &told["sessionId"], "ForgotPassword").await;
    assert_eq!(told, interaction("PostResetPassword", &place, &told["user"]));
    assert_eq!(told["user"]["id"], json!(flow.user));
    let changed = hook.next().await;
    assert_eq!(changed, with(place, json!({ "event": "User.Data.Updated", "data": told["user"] })));

    let new = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    new.browser.get(&new.request(&[])).await.expect(303);
    start(&new.browser, "Register").await;
    let body = json!({ "identifier": { "type": "username", "value": "grace" }, "password": "An0ther-Pa55phrase" });
    let id = post(&new.browser, "/verification/new-password-identity", body).await.expect(200);
    let id = json!({ "verificationId": id.text_of("verificationId") });
    post(&new.browser, "/identification", id).await.expect(201);
    post(&new.browser, "/submit", json!({})).await.expect(200);
    let created = hook.next().await;
    let place = step(&flow, &created["sessionId"], "Register").await;
    assert_eq!(created["data"]["username"], "grace");
    assert_eq!(created, with(place.clone(), json!({ "event": "User.Created", "data": created["data"] })));
    let registered = hook.next().await;
    assert_eq!(registered, interaction("PostRegister", &place, &registered["user"]));
    assert_eq!(registered["user"]["id"], created["data"]["id"]);
});

on_both!(who_joins_by_address_is_told, server, {
    let flow = at_sign_in(&server).await;
    let mail = messages(&flow.api).await;
    let settings = json!({
        "signUp": { "identifiers": ["email"], "password": false, "verify": true },
        "signIn": { "methods": [
            { "identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false },
        ] },
    });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let organization = flow.api.organization("o").await;
    let path = format!("/api/organizations/{organization}/jit/email-domains");
    flow.api.post(&path, json!({ "emailDomain": "corp.test" })).await.expect(201);
    let mut hook = Listening::to(&flow.api, &["Organization.Membership.Updated"]).await;
    start(&flow.browser, "Register").await;
    let id = prove_code(&flow.browser, &mail, "email", "grace@corp.test", "Register").await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    let told = hook.next().await;
    let place = step(&flow, &told["sessionId"], "Register").await;
    let joined = json!({
        "event": "Organization.Membership.Updated", "organizationId": organization,
        "addedUserIds": told["addedUserIds"],
    });
    assert_eq!(told, with(place, joined));
    assert_eq!(told["addedUserIds"].as_array().unwrap().len(), 1);
});

on_both!(who_comes_through_an_enterprise_is_told, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    let organization = flow.api.organization("o").await;
    let path = format!("/api/organizations/{organization}/jit/sso-connectors");
    flow.api.post(&path, json!({ "ssoConnectorIds": [connector] })).await.expect(201);
    let events = ["User.Created", "Organization.Membership.Updated", "PostRegister"];
    let mut hook = Listening::to(&flow.api, &events).await;
    start(&flow.browser, "Register").await;
    let grace = json!({ "sub": "7", "name": "Grace", "email": "grace@acme.test", "email_verified": true });
    let id = prove_sso(&flow.browser, &idp, &connector, grace).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    let mut told = [hook.next().await, hook.next().await];
    told.sort_by_key(|told| told["event"] != "User.Created");
    let [created, joined] = told;
    let place = step(&flow, &created["sessionId"], "Register").await;
    let user = &created["data"];
    assert_eq!((&user["name"], &user["primaryEmail"]), (&json!("Grace"), &json!("grace@acme.test")));
    assert_eq!(created, with(place.clone(), json!({ "event": "User.Created", "data": user })));
    let membership = json!({
        "event": "Organization.Membership.Updated", "organizationId": organization, "addedUserIds": [user["id"]],
    });
    assert_eq!(joined, with(place.clone(), membership));
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let registered = hook.next().await;
    assert_eq!(registered, interaction("PostRegister", &place, &registered["user"]));
    assert_eq!(registered["user"]["id"], user["id"]);
});

on_both!(who_guesses_or_floods_is_told, server, {
    let flow = at_sign_in(&server).await;
    messages(&flow.api).await;
    let policy = json!({ "sentinelPolicy": { "maxAttempts": 1, "lockoutDuration": 5 } });
    flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    let mut hook = Listening::to(&flow.api, &["Identifier.Lockout", "Message.RateLimited"]).await;
    start(&flow.browser, "SignIn").await;
    let blocked = prove(&flow.browser, "ada", "Wr0ng-Pa55word").await;
    blocked.refuses(400, "session.verification_blocked_too_many_attempts");
    let told = hook.next().await;
    let place = step(&flow, &told["sessionId"], "SignIn").await;
    let lockout = json!({ "event": "Identifier.Lockout", "type": "username", "value": "ada" });
    assert_eq!(told, with(place.clone(), lockout));
    for _ in 0..10 {
        send_code(&flow.browser, "email", "ada@example.test", "SignIn").await.expect(200);
    }
    let flood = send_code(&flow.browser, "email", "ada@example.test", "SignIn").await;
    flood.refuses(429, "request.message_rate_limited");
    let limited = json!({
        "event": "Message.RateLimited", "action": "VerificationCodeSend", "recipient": "ada@example.test",
    });
    assert_eq!(hook.next().await, with(place, limited));
});
