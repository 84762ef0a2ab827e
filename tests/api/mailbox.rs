//! `/mailbox` of the operators' listener

use avouch_testkit::{Server, on_both};
use serde_json::{Value, json};

use crate::experience::{at_sign_in, post, send_code, show_code, start};

/// Its setting.
const ON: &[(&str, &str)] = &[("DEVELOPMENT_MAILBOX", "true")];

async fn messages(server: &Server) -> Value {
    let admin = server.anonymous_admin();
    admin.with("accept", "application/json").get("/mailbox").await.expect(200).json()
}

on_both!(with ON, a_first_trial_works_without_any_connector, server, {
    let flow = at_sign_in(&server).await;
    let methods = json!({ "signIn": { "methods": [{ "identifier": "email", "password": true, "verificationCode": true,
        "isPasswordPrimary": true }] }, "signUp": { "identifiers": ["email"], "password": false, "verify": true } });
    flow.api.patch("/api/sign-in-exp", methods).await.expect(200);
    start(&flow.browser, "Register").await;
    let id = send_code(&flow.browser, "email", "new@example.test", "Register").await.expect(200);
    let id = id.text_of("verificationId");
    let seen = messages(&server).await;
    let letter = &seen[0];
    assert_eq!((&letter["to"], &letter["type"]), (&json!("new@example.test"), &json!("Register")));
    let code = letter["code"].as_str().unwrap();
    for part in ["subject", "text", "html"] {
        assert!(!letter[part].as_str().unwrap().is_empty(), "{part} of {letter}");
    }
    assert!(letter["html"].as_str().unwrap().contains(code));
    show_code(&flow.browser, "email", "new@example.test", &id, code).await.expect(200);
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let page = server.anonymous_admin().get("/mailbox").await.expect(200);
    assert!(page.text().contains("new@example.test") && page.text().contains(code), "{}", page.text());
    assert_eq!(page.header("cache-control"), "no-store");
});

on_both!(with ON, messages_are_in_the_tenants_own_words_and_leave_once_they_can, server, {
    let api = server.management().await;
    let own = json!({ "languageTag": "en", "templateType": "Generic", "details": { "subject": "Hello {{code}}",
        "content": "<p>Your code</p><b>{{code}}</b>", "contentType": "text/html" } });
    api.put("/api/email-templates", json!({ "templates": [own] })).await.expect(200);
    api.post("/api/verification-codes", json!({ "email": "a@example.test" })).await.expect(204);
    api.post("/api/verification-codes", json!({ "phone": "14155552671" })).await.expect(204);
    let seen = messages(&server).await;
    let code = seen[1]["code"].as_str().unwrap();
    assert_eq!(seen[1]["subject"], format!("Hello {code}"));
    assert_eq!(seen[1]["text"], format!("Your code\n{code}"));
    assert_eq!((&seen[0]["to"], &seen[0]["html"]), (&json!("14155552671"), &Value::Null));
    let check = json!({ "email": "a@example.test", "verificationCode": code });
    api.post("/api/verification-codes/verify", check).await.expect(204);
    // Nobody is flooded here either.
    for _ in 0..9 {
        api.post("/api/verification-codes", json!({ "email": "a@example.test" })).await.expect(204);
    }
    api.post("/api/verification-codes", json!({ "email": "a@example.test" }))
        .await
        .refuses(429, "request.message_rate_limited");
    let receiver = crate::experience::messages(&api).await;
    api.post("/api/verification-codes", json!({ "email": "b@example.test" })).await.expect(204);
    receiver.wait(1).await;
    assert_ne!(messages(&server).await[0]["to"], "b@example.test");
});

on_both!(with ON, only_this_machine_sees_it_under_its_own_name, server, {
    server.anonymous().get("/mailbox").await.expect(404);
    let admin = server.anonymous_admin();
    admin.get("/mailbox").await.expect(200);
    admin.with("host", "rebound.test").get("/mailbox").await.expect(404);
});

on_both!(without_the_setting_there_is_no_box_and_no_way, server, {
    server.anonymous_admin().get("/mailbox").await.expect(404);
    let api = server.management().await;
    for to in [json!({ "email": "a@example.test" }), json!({ "phone": "14155552671" })] {
        let refused = api.post("/api/verification-codes", to).await.refuses(501, "connector.not_found").json();
        assert!(refused["data"]["type"].is_string(), "{refused}");
    }
});
