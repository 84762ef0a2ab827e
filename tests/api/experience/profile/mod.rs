//! `/api/experience/profile`

pub(crate) mod mfa;
mod password;
mod refusals;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, prove_code, send_code, start};

on_both!(someone_registers_by_mail_and_gives_more_step_by_step, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let settings = json!({
        "signUp": { "identifiers": ["email"], "password": true, "verify": true, "secondaryIdentifiers": [{ "identifier": "username" }] },
        "signIn": { "methods": [{ "identifier": "email", "password": true, "verificationCode": true, "isPasswordPrimary": true }] },
        "emailBlocklistPolicy": { "blockSubaddressing": true, "customBlocklist": ["@bad.test"] },
    });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let field = json!({ "name": "color", "type": "Text", "required": true });
    flow.api.post("/api/custom-profile-fields", field).await.expect(201);
    let organization = flow.api.organization("new").await;
    let domains = format!("/api/organizations/{organization}/jit/email-domains");
    flow.api.post(&domains, json!({ "emailDomain": "new.test" })).await.expect(201);
    start(&flow.browser, "Register").await;
    send_code(&flow.browser, "email", "a@bad.test", "Register")
        .await
        .refuses(422, "session.email_blocklist.email_not_allowed");
    send_code(&flow.browser, "email", "a+b@new.test", "Register")
        .await
        .refuses(422, "session.email_blocklist.email_subaddressing_not_allowed");
    let id = prove_code(&flow.browser, &receiver, "email", "bob@new.test", "Register").await;
    let body = json!({ "verificationId": id });
    let missing = post(&flow.browser, "/identification", body).await.refuses(422, "user.missing_profile").json();
    assert_eq!(missing["data"], json!({ "missingProfile": ["username", "password"] }));
    let give = async |part: serde_json::Value| post(&flow.browser, "/profile", part).await;
    give(json!({ "type": "username", "value": "ada" })).await.refuses(422, "user.username_already_in_use");
    give(json!({ "type": "username", "value": "bob" })).await.expect(204);
    give(json!({ "type": "password", "value": "short" })).await.refuses(422, "password.rejected");
    give(json!({ "type": "password", "value": PASSWORD })).await.expect(204);
    give(json!({ "type": "dance" })).await.refuses(400, "guard.invalid_input");
    let extra = post(&flow.browser, "/identification", json!({})).await.refuses(422, "user.missing_profile").json();
    assert_eq!(extra["data"], json!({ "missingProfile": ["extraProfile"] }));
    give(json!({ "type": "extraProfile", "values": { "primaryEmail": "x" } }))
        .await
        .refuses(400, "custom_profile_fields.name_conflict_sign_in_identifier");
    give(json!({ "type": "extraProfile", "values": { "color": "red", "givenName": "Bob" } })).await.expect(204);
    post(&flow.browser, "/identification", json!({})).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let users = flow.api.get("/api/users?search.username=bob").await.expect(200).json();
    assert_eq!(
        (&users[0]["primaryEmail"], &users[0]["customData"]),
        (&json!("bob@new.test"), &json!({ "color": "red" }))
    );
    assert_eq!(users[0]["profile"], json!({ "givenName": "Bob" }));
    let members = flow.api.get(&format!("/api/organizations/{organization}/users")).await.expect(200).json();
    assert_eq!(members[0]["id"], users[0]["id"], "people of the domain join by themselves");
});

on_both!(an_account_is_completed_at_sign_in, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let other = json!({ "username": "eve", "primaryPhone": "14155552671" });
    flow.api.post("/api/users", other).await.expect(200);
    let wanted = json!({ "signUp": { "identifiers": ["username"], "password": true, "verify": false,
        "secondaryIdentifiers": [{ "identifier": "phone", "verify": true }] } });
    flow.api.patch("/api/sign-in-exp", wanted).await.expect(200);
    start(&flow.browser, "SignIn").await;
    post(&flow.browser, "/profile", json!({ "type": "username", "value": "x" }))
        .await
        .refuses(404, "session.identifier_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let missing = post(&flow.browser, "/submit", json!({})).await.refuses(422, "user.missing_profile").json();
    assert_eq!(missing["data"], json!({ "missingProfile": ["phone"] }));
    let give = async |part: serde_json::Value| post(&flow.browser, "/profile", part).await;
    give(json!({ "type": "username", "value": "other" })).await.refuses(422, "user.username_exists_in_profile");
    give(json!({ "type": "password", "value": "An0ther-Pa55word" }))
        .await
        .refuses(422, "user.password_exists_in_profile");
    let email = prove_code(&flow.browser, &receiver, "email", "new@example.test", "SignIn").await;
    give(json!({ "type": "email", "verificationId": email })).await.refuses(422, "user.email_exists_in_profile");
    give(json!({ "type": "phone", "verificationId": email }))
        .await
        .refuses(404, "session.verification_session_not_found");
    let taken = prove_code(&flow.browser, &receiver, "phone", "14155552671", "SignIn").await;
    give(json!({ "type": "phone", "verificationId": taken })).await.refuses(422, "user.phone_already_in_use");
    let pending =
        send_code(&flow.browser, "phone", "14155552672", "SignIn").await.expect(200).text_of("verificationId");
    give(json!({ "type": "phone", "verificationId": pending })).await.refuses(400, "session.verification_failed");
    let phone = prove_code(&flow.browser, &receiver, "phone", "14155552672", "SignIn").await;
    give(json!({ "type": "phone", "verificationId": phone })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.expect(200).json();
    assert_eq!(user["primaryPhone"], "14155552672");
    let bare = flow
        .api
        .post("/api/users", json!({ "username": "zoe", "password": PASSWORD, "primaryPhone": "14155552673" }))
        .await;
    bare.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    identify(&flow.browser, "zoe", PASSWORD).await;
    let again = prove_code(&flow.browser, &receiver, "phone", "14155552674", "SignIn").await;
    give(json!({ "type": "phone", "verificationId": again })).await.refuses(422, "user.phone_exists_in_profile");
});
