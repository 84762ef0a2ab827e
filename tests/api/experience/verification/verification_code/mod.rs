//! `/api/experience/verification/verification-code`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, messages, post, prove_code, send_code, start};

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

on_both!(a_message_says_what_it_is_about, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let branding = json!({ "logoUrl": "https://app.test/logo.svg" });
    let look = json!({ "displayName": "The app", "branding": branding });
    flow.api.put(&format!("/api/applications/{}/sign-in-experience", flow.client), look).await.expect(201);
    let organization = flow.api.organization("Org").await;
    let more = [("organization_id", organization.as_str()), ("ui_locales", "xx de-AT")];
    flow.browser.get(&flow.request(&more)).await.expect(303);
    start(&flow.browser, "SignIn").await;
    send_code(&flow.browser, "email", "ada@example.test", "SignIn").await.expect(200);
    let payload = receiver.wait(1).await[0].json()["payload"].clone();
    assert_eq!((&payload["locale"], &payload["uiLocales"]), (&json!("de"), &json!("xx de-AT")));
    let about = json!({ "id": flow.client, "name": "App", "displayName": "The app", "branding": branding });
    assert_eq!(payload["application"], about);
    assert_eq!(payload["organization"], json!({ "id": organization, "name": "Org", "branding": {} }));
    assert!(payload.get("user").is_none(), "nobody is known yet: {payload}");
    identify(&flow.browser, "ada", PASSWORD).await;
    send_code(&flow.browser, "phone", "14155552671", "SignIn").await.expect(200);
    let user = receiver.wait(2).await[1].json()["payload"]["user"].clone();
    let known = json!({ "id": flow.user, "name": "Ada", "username": "ada", "avatar": null,
        "primaryEmail": "ada@example.test", "primaryPhone": null, "profile": {} });
    assert_eq!(user, known);
    // Without a wish of the client the browser's counts, as far as there are texts.
    let french = flow.browser.with("accept-language", "fr-CA, en;q=0.5");
    french.get(&flow.request(&[])).await.expect(303);
    start(&french, "SignIn").await;
    send_code(&french, "email", "ada@example.test", "SignIn").await.expect(200);
    assert_eq!(receiver.wait(3).await[2].json()["payload"]["locale"], "fr");
});
