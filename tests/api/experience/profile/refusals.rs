//! What cannot be given for an account.

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::experience::verification::social::{connect, prove_social, provider};
use crate::experience::{at_sign_in, messages, post, prove_code, send_code, settings, start};
use crate::flow::Flow;

async fn give(flow: &Flow<'_>, part: Value) -> avouch_testkit::Answer {
    post(&flow.browser, "/profile", part).await
}

on_both!(names_against_the_policy, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    for (policy, name, code) in [
        ("{\"minLength\":9}", "grace", "user.username_too_short"),
        ("{\"maxLength\":2}", "grace", "user.username_too_long"),
        ("{\"allowedChars\":{\"lowercase\":false}}", "grace", "user.username_lowercase_not_allowed"),
        ("{\"allowedChars\":{\"uppercase\":false}}", "Grace", "user.username_uppercase_not_allowed"),
        ("{\"allowedChars\":{\"numbers\":false}}", "grace1", "user.username_numbers_not_allowed"),
        ("{\"allowedChars\":{\"underscore\":false}}", "gr_ace", "user.username_underscore_not_allowed"),
    ] {
        settings(&server, "username_policy", policy).await;
        give(&flow, json!({ "type": "username", "value": name })).await.refuses(422, code);
    }
    for wrong in ["1a", "a b", ""] {
        give(&flow, json!({ "type": "username", "value": wrong })).await.refuses(400, "guard.invalid_input");
    }
    give(&flow, json!({ "type": "password", "value": "" })).await.refuses(422, "password.rejected");
});

on_both!(fields_that_are_something_else, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    let extra = async |values: Value| give(&flow, json!({ "type": "extraProfile", "values": values })).await;
    let conflict = |kind: &str| format!("custom_profile_fields.name_conflict_{kind}");
    extra(json!({ "email": "a@b.co" })).await.refuses(400, &conflict("sign_in_identifier"));
    extra(json!({ "preferredUsername": "x" })).await.refuses(400, &conflict("built_in_prop"));
    extra(json!({ "onboarding": 1 })).await.refuses(400, &conflict("custom_data"));
    for wrong in [json!({ "a-b": 1 }), json!({ "avatar": "x" }), json!({ "address": 1 }), json!({ "": 1 })] {
        let told = extra(wrong).await.refuses(400, "guard.invalid_input").json();
        assert_eq!(told["data"]["issues"][0]["path"][0], "values", "{told}");
    }
    extra(json!({ "avatar": "", "shoe": 42 })).await.expect(204);
});

on_both!(addresses_that_are_not_taken, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    start(&flow.browser, "Register").await;
    let email = |id: &str| json!({ "type": "email", "verificationId": id });
    let taken = prove_code(&flow.browser, &receiver, "email", "ada@example.test", "Register").await;
    give(&flow, email(&taken)).await.refuses(422, "user.email_already_in_use");
    // What the tenant does not take is said before what was not proved.
    for (value, code) in [
        ("a@bad.test", "session.email_blocklist.email_not_allowed"),
        ("a+b@good.test", "session.email_blocklist.email_subaddressing_not_allowed"),
        ("a@acme.test", "session.sso_enabled"),
    ] {
        let pending = send_code(&flow.browser, "email", value, "Register").await.expect(200).text_of("verificationId");
        let policy = "{\"blockSubaddressing\":true,\"customBlocklist\":[\"@bad.test\"]}";
        settings(&server, "email_blocklist_policy", policy).await;
        let idp = crate::experience::verification::sso::Idp::start().await;
        let more = json!({});
        let connector = crate::experience::verification::sso::connect(&flow.api, &idp, "OIDC", more).await;
        give(&flow, email(&pending)).await.refuses(422, code);
        let identification = json!({ "verificationId": pending });
        post(&flow.browser, "/identification", identification).await.refuses(422, code);
        flow.api.delete(&format!("/api/sso-connectors/{connector}")).await.expect(204);
        settings(&server, "email_blocklist_policy", "{}").await;
    }
});

on_both!(what_is_somebody_elses, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let eve = json!({ "username": "eve", "primaryPhone": "14155552671" });
    let eve = flow.api.post("/api/users", eve).await.expect(200).text_of("id");
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    flow.api.put(&format!("/api/users/{eve}/identities/ours"), json!({ "userId": "7" })).await.expect(201);
    start(&flow.browser, "Register").await;
    let social = prove_social(&flow.browser, &connector).await;
    give(&flow, json!({ "type": "social", "verificationId": social }))
        .await
        .refuses(422, "user.identity_already_in_use");
    let phone = prove_code(&flow.browser, &receiver, "phone", "14155552671", "Register").await;
    let identification = json!({ "verificationId": phone });
    post(&flow.browser, "/identification", identification).await.refuses(422, "user.phone_already_in_use");
});
