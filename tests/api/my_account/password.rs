//! `/api/my-account/password`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, identify, post};
use crate::flow::Flow;
use crate::my_account::own::{Own, SCOPES, allow, listen};

const PATH: &str = "/api/my-account/password";
const NEW: &str = "An0ther-Pa55word";

on_both!(a_password_is_changed, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let told = listen(&own.flow.api).await;
    let rejected = me.post(PATH, json!({ "password": "aaa" })).await.refuses(422, "password.rejected").json();
    assert_eq!(rejected["data"][0]["code"], "password_rejected.too_short");
    me.post(PATH, json!({ "password": PASSWORD })).await.refuses(422, "user.same_password");
    me.post(PATH, json!({ "password": "" })).await.refuses(400, "guard.invalid_input");
    me.post(PATH, json!({ "password": NEW })).await.expect(204);
    assert_eq!(told.wait(1).await[0].json()["data"]["id"], json!(own.flow.user));
    // Whoever is signed in stays so; who comes anew needs the new one.
    own.me.get("/api/my-account").await.expect(200);
    let fresh = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    fresh.browser.get(&fresh.request(&[])).await.expect(303);
    identify(&fresh.browser, "ada", NEW).await;
    post(&fresh.browser, "/submit", json!({})).await.expect(200);
});

on_both!(who_has_nothing_to_prove_sets_a_password_at_once, server, {
    let flow = Flow::new(&server, "SPA").await;
    allow(&flow.api, json!({ "password": "Edit" })).await;
    flow.api.patch(&flow.path(""), json!({ "primaryEmail": null })).await.expect(200);
    let tokens = flow.tokens(&[("scope", SCOPES)]).await;
    let me = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(me.get("/api/my-account").await.expect(200).json()["hasSecurityVerificationMethod"], false);
    me.post(PATH, json!({ "password": NEW })).await.expect(204);
    me.post(PATH, json!({ "password": PASSWORD })).await.refuses(401, "verification_record.permission_denied");
});
