//! `/api/experience/identification`

use avouch_testkit::on_both;
use serde_json::json;

use super::{PASSWORD, at_sign_in, identify, post, prove, settings, start};

on_both!(a_user_is_identified_by_a_password, server, {
    let flow = at_sign_in(&server).await;
    let identification = async |id: &str| post(&flow.browser, "/identification", json!({ "verificationId": id })).await;
    start(&flow.browser, "SignIn").await;
    identification("unknown").await.refuses(404, "session.verification_session_not_found");
    post(&flow.browser, "/identification", json!({})).await.refuses(400, "guard.invalid_input");
    let id = prove(&flow.browser, "ada", PASSWORD).await.expect(200).text_of("verificationId");
    settings(&server, "sign_in", "{\"methods\":[]}").await;
    identification(&id).await.refuses(422, "user.sign_in_method_not_enabled");
    let methods = "{\"methods\":[{\"identifier\":\"username\",\"password\":true,\"verificationCode\":false,\"isPasswordPrimary\":true}]}";
    settings(&server, "sign_in", methods).await;
    settings(&server, "sign_in_mode", "Register").await;
    identification(&id).await.refuses(403, "auth.forbidden");
    settings(&server, "sign_in_mode", "SignInAndRegister").await;
    identification(&id).await.expect(204);
    identification(&id).await.expect(204);
    let other = flow.api.user("eve").await;
    flow.api.patch(&format!("/api/users/{other}/password"), json!({ "password": PASSWORD })).await.expect(200);
    let id = prove(&flow.browser, "eve", PASSWORD).await.expect(200).text_of("verificationId");
    identification(&id).await.refuses(409, "session.identity_conflict");
    start(&flow.browser, "SignIn").await;
    let id = prove(&flow.browser, "eve", PASSWORD).await.expect(200).text_of("verificationId");
    flow.api.patch(&format!("/api/users/{other}/is-suspended"), json!({ "isSuspended": true })).await.expect(200);
    identification(&id).await.refuses(401, "user.suspended");
    flow.api.delete(&format!("/api/users/{other}")).await.expect(204);
    let missing = identification(&id).await.refuses(404, "user.user_not_exist").json();
    assert_eq!(missing["data"]["identifier"], "eve");
    start(&flow.browser, "ForgotPassword").await;
    let id = prove(&flow.browser, "ada", PASSWORD).await.expect(200).text_of("verificationId");
    identification(&id).await.refuses(422, "session.not_supported_for_forgot_password");
});

on_both!(a_new_user_registers, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    let new = async |name: &str| {
        let body = json!({ "identifier": { "type": "username", "value": name }, "password": "An0ther-Pa55phrase" });
        post(&flow.browser, "/verification/new-password-identity", body).await
    };
    let missing = post(&flow.browser, "/identification", json!({})).await.refuses(422, "user.missing_profile").json();
    assert_eq!(missing["data"]["missingProfile"], json!(["username", "password"]));
    let id = new("grace").await.expect(200).text_of("verificationId");
    let identification = json!({ "verificationId": id });
    for (policy, code) in [
        ("{\"minLength\":9}", "user.username_too_short"),
        ("{\"maxLength\":2}", "user.username_too_long"),
        ("{\"allowedChars\":{\"lowercase\":false}}", "user.username_lowercase_not_allowed"),
    ] {
        settings(&server, "username_policy", policy).await;
        post(&flow.browser, "/identification", identification.clone()).await.refuses(422, code);
    }
    settings(
        &server,
        "username_policy",
        "{\"allowedChars\":{\"uppercase\":false,\"numbers\":false,\"underscore\":false}}",
    )
    .await;
    for (name, code) in [
        ("Grace", "user.username_uppercase_not_allowed"),
        ("grace1", "user.username_numbers_not_allowed"),
        ("gr_ace", "user.username_underscore_not_allowed"),
    ] {
        let id = new(name).await.expect(200).text_of("verificationId");
        post(&flow.browser, "/identification", json!({ "verificationId": id })).await.refuses(422, code);
    }
    settings(&server, "captcha_policy", "{\"enabled\":true}").await;
    let id = new("grace").await.expect(200).text_of("verificationId");
    let identification = json!({ "verificationId": id });
    post(&flow.browser, "/identification", identification.clone()).await.refuses(422, "session.captcha_required");
    settings(&server, "captcha_policy", "{}").await;
    settings(&server, "sign_in_mode", "SignIn").await;
    post(&flow.browser, "/identification", identification.clone()).await.refuses(403, "auth.forbidden");
    settings(&server, "sign_in_mode", "SignInAndRegister").await;
    assert_eq!(post(&flow.browser, "/identification", identification.clone()).await.expect(201).text(), "Created");
    post(&flow.browser, "/identification", identification).await.refuses(422, "user.username_already_in_use");
    let go_on = post(&flow.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    let back = flow.follow(&go_on).await;
    assert!(crate::flow::parameter(&back, "code").is_some(), "{back}");
    let found = flow.api.get("/api/users?search.username=grace").await.json();
    assert_eq!(found[0]["hasPassword"], true);
    // A verification of another kind does not make a user.
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    start(&flow.browser, "Register").await;
    let id = prove(&flow.browser, "ada", PASSWORD).await.expect(200).text_of("verificationId");
    let refused = post(&flow.browser, "/identification", json!({ "verificationId": id })).await;
    refused.refuses(400, "session.verification_failed");
    identify(&flow.browser, "grace", "An0ther-Pa55phrase").await;
});

on_both!(sent_twice_a_new_account_is_made_once, server, {
    let flow = at_sign_in(&server).await;
    for number in 0..5 {
        flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
        start(&flow.browser, "Register").await;
        let identifier = json!({ "type": "username", "value": format!("grace{number}") });
        let body = json!({ "identifier": identifier, "password": "An0ther-Pa55phrase" });
        let id = post(&flow.browser, "/verification/new-password-identity", body).await.expect(200);
        let body = json!({ "verificationId": id.text_of("verificationId") });
        // By an impatient hand, at the same time.
        let send = || post(&flow.browser, "/identification", body.clone());
        let (one, two, three) = tokio::join!(send(), send(), send());
        for answer in [one, two, three] {
            answer.expect(201);
        }
        post(&flow.browser, "/submit", json!({})).await.expect(200);
    }
});

on_both!(who_is_known_by_a_user_name_is_asked_for_no_more, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    for (sign_up, missing) in [
        (json!({ "identifiers": ["username", "email"], "password": false }), json!(["username"])),
        (json!({ "identifiers": ["email", "phone"], "password": false }), json!(["emailOrPhone"])),
        (
            json!({ "identifiers": ["username"], "password": true,
                    "secondaryIdentifiers": [{ "identifier": "emailOrPhone", "verify": true }] }),
            json!(["username", "emailOrPhone", "password"]),
        ),
    ] {
        settings(&server, "sign_up", &sign_up.to_string()).await;
        let told = post(&flow.browser, "/identification", json!({})).await.refuses(422, "user.missing_profile").json();
        assert_eq!(told["data"]["missingProfile"], missing, "{sign_up}");
    }
});
