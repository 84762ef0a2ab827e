//! `/api/experience/verification/verification-code`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, messages, post, prove_code, send_code, start};

on_both!(someone_signs_in_by_a_code, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    send_code(&flow.browser, "email", "ada@example.test", "SignIn").await.refuses(501, "connector.not_found");
    let receiver = messages(&flow.api).await;
    send_code(&flow.browser, "username", "ada", "SignIn").await.refuses(400, "guard.invalid_input");
    let id = prove_code(&flow.browser, &receiver, "email", "Ada@example.test", "SignIn").await;
    assert_eq!(receiver.so_far()[0].json()["type"], "SignIn");
    let body = json!({ "verificationId": id });
    post(&flow.browser, "/identification", body.clone()).await.refuses(422, "user.sign_in_method_not_enabled");
    let methods = json!({ "signIn": { "methods": [{ "identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false }] } });
    flow.api.patch("/api/sign-in-exp", methods).await.expect(200);
    post(&flow.browser, "/identification", body).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    start(&flow.browser, "SignIn").await;
    let nobody = prove_code(&flow.browser, &receiver, "email", "nobody@example.test", "SignIn").await;
    post(&flow.browser, "/identification", json!({ "verificationId": nobody }))
        .await
        .refuses(404, "user.user_not_exist");
    flow.api.patch("/api/sign-in-exp", json!({ "signInMode": "SignIn" })).await.expect(200);
    let before = receiver.so_far().len();
    send_code(&flow.browser, "email", "nobody@example.test", "SignIn").await.expect(200);
    assert_eq!(receiver.so_far().len(), before, "nobody can register, so nobody is written to");
});

on_both!(codes_wait_for_the_captcha, server, {
    let flow = at_sign_in(&server).await;
    messages(&flow.api).await;
    flow.api.patch("/api/sign-in-exp", json!({ "captchaPolicy": { "enabled": true } })).await.expect(200);
    start(&flow.browser, "SignIn").await;
    send_code(&flow.browser, "email", "ada@example.test", "SignIn").await.refuses(422, "session.captcha_required");
});

on_both!(messages_can_say_where_they_come_from, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let organization = flow.api.organization("Acme").await;
    let look = json!({ "displayName": "The App", "branding": { "logoUrl": "https://app.test/logo.png" } });
    let path = format!("/api/applications/{}/sign-in-experience", flow.client);
    flow.api.put(&path, look).await.expect(201);
    let more = [("organization_id", organization.as_str()), ("ui_locales", "xx pt"), ("prompt", "login")];
    flow.browser.get(&flow.request(&more)).await.expect(303);
    start(&flow.browser, "SignIn").await;
    send_code(&flow.browser, "email", "ADA@example.test", "SignIn").await.expect(200);
    let said = receiver.wait(1).await[0].json()["payload"].clone();
    assert!(said["code"].is_string(), "{said}");
    assert_eq!((&said["locale"], &said["uiLocales"]), (&json!("pt-BR"), &json!("xx pt")));
    let branding = json!({ "logoUrl": "https://app.test/logo.png" });
    let application = json!({ "id": flow.client, "name": "App", "displayName": "The App", "branding": branding });
    assert_eq!(said["application"], application);
    assert_eq!(said["organization"], json!({ "id": organization, "name": "Acme", "branding": {} }));
    assert_eq!(
        said["user"],
        json!({ "id": flow.user, "name": "Ada", "username": "ada", "avatar": null, "primaryPhone": null,
                "primaryEmail": "ada@example.test", "profile": {} })
    );
    // Someone new is nobody yet, and the browser's language counts where nobody asked for another.
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    let browser = flow.browser.with("accept-language", "sv;q=0.9, de-AT;q=0.8, en;q=0.5");
    start(&browser, "Register").await;
    send_code(&browser, "email", "ada@example.test", "Register").await.expect(200);
    let said = receiver.wait(2).await[1].json()["payload"].clone();
    assert_eq!((&said["locale"], said.get("user"), said.get("organization")), (&json!("de"), None, None));
    // A mail of the tenant's own is there in its language, though the pages are not.
    let details = json!({ "subject": "Kod", "content": "{{code}}" });
    let templates = json!({ "templates": [{ "languageTag": "sv", "templateType": "Register", "details": details }] });
    flow.api.put("/api/email-templates", templates).await.expect(200);
    send_code(&browser, "email", "ada@example.test", "Register").await.expect(200);
    assert_eq!(receiver.wait(3).await[2].json()["payload"]["locale"], "sv");
});
