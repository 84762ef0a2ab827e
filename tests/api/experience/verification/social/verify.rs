//! `/api/experience/verification/social/{connectorId}/verify`

use avouch_testkit::on_both;
use serde_json::json;

use super::{back, connect, depart, prove_social, provider};
use crate::experience::{at_sign_in, post, shown, start};

on_both!(who_comes_back_is_known_by_the_provider, server, {
    let flow = at_sign_in(&server).await;
    let person = json!({ "sub": "7", "mail": "ada@example.test", "name": "Ada", "avatar": "https://a.test/a.png" });
    let provider = provider(person).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let id = depart(&flow.browser, &connector).await;
    let code = |code: &str| json!({ "code": code, "state": "xyz" });
    for (data, status, error) in [
        (code("used"), 401, "connector.social_auth_code_invalid"),
        (code("stale"), 401, "connector.social_invalid_access_token"),
        (code("nobody"), 400, "connector.invalid_response"),
        (code("html"), 400, "connector.invalid_response"),
        (code("broken"), 400, "connector.general"),
        (json!({}), 400, "connector.general"),
        (json!({ "error": "access_denied" }), 401, "connector.authorization_failed"),
        (json!({ "code": "fine", "state": "another" }), 401, "connector.authorization_failed"),
    ] {
        back(&flow.browser, &connector, &id, data).await.refuses(status, error);
    }
    back(&flow.browser, &connector, "nope", code("fine")).await.refuses(404, "session.verification_session_not_found");
    back(&flow.browser, "nope", &id, code("fine")).await.refuses(422, "session.invalid_connector_id");
    let other = connect(&flow.api, &provider, "theirs", json!({})).await;
    back(&flow.browser, &other, &id, code("fine")).await.refuses(404, "session.verification_session_not_found");
    post(&flow.browser, &format!("/verification/social/{connector}/verify"), json!({ "connectorData": code("fine") }))
        .await
        .refuses(404, "session.verification_session_not_found");
    back(&flow.browser, &connector, &id, code("fine")).await.expect(200);
    let seen = shown(&flow.browser).await;
    let record = &seen["verificationRecords"][0];
    assert_eq!(record["socialUserInfo"]["email"], "ada@example.test");
    assert_eq!(record["socialUserInfo"]["rawData"]["sub"], "7");
    assert_eq!(seen["captcha"]["skipped"], true);
});

on_both!(a_credential_of_one_tap_is_the_browsers_own, server, {
    let flow = at_sign_in(&server).await;
    let config = json!({ "clientId": "c", "clientSecret": "s" });
    let google = json!({ "connectorId": "google-universal", "config": config });
    let google = flow.api.post("/api/connectors", google).await.expect(200).text_of("id");
    start(&flow.browser, "SignIn").await;
    let path = format!("/verification/social/{google}/verify");
    let credential = "not.a.token";
    let with_token = json!({ "connectorData": { "credential": credential, "g_csrf_token": "t" } });
    post(&flow.browser, &path, with_token.clone()).await.refuses(400, "session.csrf_token_mismatch");
    flow.browser.plant("g_csrf_token", "t");
    post(&flow.browser, &path, with_token).await.refuses(401, "connector.social_invalid_id_token");
    let bare = json!({ "connectorData": { "credential": credential } });
    post(&flow.browser, &path, bare.clone()).await.refuses(400, "session.google_one_tap.cookie_mismatch");
    flow.browser.plant("_logto_google_one_tap_credential", credential);
    post(&flow.browser, &path, bare).await.refuses(401, "connector.social_invalid_id_token");
});

on_both!(someone_new_registers_and_comes_again, server, {
    let flow = at_sign_in(&server).await;
    let person = json!({ "sub": "7", "mail": "grace@example.test", "name": "Grace", "avatar": "https://a.test/a.png" });
    let provider = provider(person).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    let sign_up = json!({ "signUp": { "identifiers": ["username"], "password": true, "verify": false } });
    flow.api.patch("/api/sign-in-exp", sign_up).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let id = prove_social(&flow.browser, &connector).await;
    let identification = json!({ "verificationId": id });
    let unknown = post(&flow.browser, "/identification", identification.clone()).await;
    let unknown = unknown.refuses(404, "user.identity_not_exist").json();
    assert!(unknown["data"].get("relatedUser").is_none(), "{unknown}");
    crate::experience::put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" }))
        .await
        .expect(204);
    let missing =
        post(&flow.browser, "/identification", identification).await.refuses(422, "user.missing_profile").json();
    assert_eq!(missing["data"]["missingProfile"], json!(["username"]));
    post(&flow.browser, "/profile", json!({ "type": "username", "value": "grace" })).await.expect(204);
    post(&flow.browser, "/identification", json!({})).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let found = flow.api.get("/api/users?search=grace").await.expect(200).json();
    let (user, grace) = (found[0]["id"].as_str().unwrap(), &found[0]);
    assert_eq!((&grace["name"], &grace["primaryEmail"]), (&json!("Grace"), &json!("grace@example.test")));
    assert_eq!(grace["identities"]["ours"]["userId"], "7");
    assert_eq!(grace["identities"]["ours"]["details"]["rawData"]["sub"], "7");

    // The next time it is known who that is; the provider's name is taken over where the connector says so.
    flow.api.patch(&format!("/api/users/{user}"), json!({ "name": "Other" })).await.expect(200);
    flow.api.patch(&format!("/api/connectors/{connector}"), json!({ "syncProfile": true })).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    start(&flow.browser, "SignIn").await;
    let id = prove_social(&flow.browser, &connector).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let again = flow.api.get(&format!("/api/users/{user}")).await.json();
    assert_eq!(again["name"], "Grace");

    // Nobody else gets the identity.
    start(&flow.browser, "Register").await;
    let id = prove_social(&flow.browser, &connector).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "user.identity_already_in_use");
});

on_both!(an_account_with_the_same_address_is_linked_on_demand, server, {
    let flow = at_sign_in(&server).await;
    let provider = provider(json!({ "sub": "7", "mail": "ada@example.test", "phone": "14155552671" })).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    let ada = json!({ "primaryEmail": "ada@example.test" });
    flow.api.patch(&format!("/api/users/{}", flow.user), ada).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let id = prove_social(&flow.browser, &connector).await;
    let related = post(&flow.browser, "/identification", json!({ "verificationId": id })).await;
    let related = related.refuses(404, "user.identity_not_exist").json();
    assert_eq!(related["data"]["relatedUser"], json!({ "type": "email", "value": "ada@example.test" }));
    let link = json!({ "verificationId": id, "linkSocialIdentity": true });
    post(&flow.browser, "/identification", link).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let ada = flow.api.get(&format!("/api/users/{}", flow.user)).await.json();
    assert_eq!(ada["identities"]["ours"]["userId"], "7");
});

on_both!(an_identity_is_added_on_the_way, server, {
    let flow = at_sign_in(&server).await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    crate::experience::identify(&flow.browser, "ada", crate::experience::PASSWORD).await;
    let link = |id: &str| json!({ "type": "social", "verificationId": id });
    post(&flow.browser, "/profile", link("nope")).await.refuses(404, "session.verification_session_not_found");
    let id = depart(&flow.browser, &connector).await;
    post(&flow.browser, "/profile", link(&id)).await.refuses(400, "session.verification_failed");
    back(&flow.browser, &connector, &id, json!({ "code": "fine" })).await.expect(200);
    post(&flow.browser, "/profile", link(&id)).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let ada = flow.api.get(&format!("/api/users/{}", flow.user)).await.json();
    assert_eq!(ada["identities"]["ours"]["userId"], "7");
});

on_both!(numbers_of_providers_are_written_for_people, server, {
    let flow = at_sign_in(&server).await;
    let settings = json!({ "signUp": { "identifiers": [], "password": false, "verify": false } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    for (sub, told, kept) in
        [("1", "+1 (415) 555-2671", json!("14155552671")), ("2", "by mail only", json!(null)), ("3", "1", json!(null))]
    {
        let provider = provider(json!({ "sub": sub, "phone": told, "name": format!("Grace {sub}") })).await;
        let connector = connect(&flow.api, &provider, &format!("ours{sub}"), json!({})).await;
        flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
        start(&flow.browser, "Register").await;
        let id = prove_social(&flow.browser, &connector).await;
        post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(201);
        post(&flow.browser, "/submit", json!({})).await.expect(200);
        let found = flow.api.get(&format!("/api/users?search.name=Grace%20{sub}")).await.expect(200).json();
        assert_eq!(found[0]["primaryPhone"], kept, "{told}");
    }
    // Whoever has the number is found by it.
    let provider = provider(json!({ "sub": "4", "phone": "+1 415 555 2671" })).await;
    let connector = connect(&flow.api, &provider, "ours4", json!({})).await;
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    start(&flow.browser, "SignIn").await;
    let id = prove_social(&flow.browser, &connector).await;
    let related = post(&flow.browser, "/identification", json!({ "verificationId": id })).await;
    let related = related.refuses(404, "user.identity_not_exist").json();
    assert_eq!(related["data"]["relatedUser"], json!({ "type": "phone", "value": "14155552671" }));
});
