//! `/api/experience/verification/new-password-identity`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, post, start};

on_both!(a_name_is_free_and_a_password_keeps_the_rules, server, {
    let flow = at_sign_in(&server).await;
    let new = async |name: &str, password: &str| {
        let body = json!({ "identifier": { "type": "username", "value": name }, "password": password });
        post(&flow.browser, "/verification/new-password-identity", body).await
    };
    new("grace", "An0ther-Pa55phrase").await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "Register").await;
    new("ada", "An0ther-Pa55phrase").await.refuses(422, "user.username_already_in_use");
    new("1x", "An0ther-Pa55phrase").await.refuses(400, "guard.invalid_input");
    for password in ["short", "password1", "aaaaaaaaaa", "gracegrace"] {
        let refused = new("gracegrace", password).await.refuses(422, "password.rejected").json();
        assert!(refused["data"][0]["code"].is_string(), "{password} {refused}");
    }
    new("grace", "An0ther-Pa55phrase").await.expect(200);
});
