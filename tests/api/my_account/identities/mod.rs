//! `/api/my-account/identities`

pub(crate) mod access_token;

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/identities/github";

on_both!(an_identity_is_removed_unless_it_is_the_last, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let link = async || own.flow.api.put(&own.flow.path("/identities/github"), json!({ "userId": "1" })).await;
    me.delete(PATH).await.refuses(404, "user.identity_not_exist");
    link().await.expect(201);
    assert_eq!(own.me.get("/api/my-account").await.json()["identities"], json!({ "github": { "userId": "1" } }));
    let told = listen(&own.flow.api).await;
    me.delete(PATH).await.expect(204);
    assert_eq!(told.wait(1).await[0].json()["data"]["identities"], json!({}));
    // Whoever else may link it now.
    let other = own.flow.api.user("eve").await;
    let path = format!("/api/users/{other}/identities/github");
    own.flow.api.put(&path, json!({ "userId": "1" })).await.expect(201);
    own.flow.api.delete(&path).await.expect(200);
    link().await.expect(201);
    own.flow.api.patch(&own.flow.path(""), json!({ "primaryEmail": null, "username": null })).await.expect(200);
    me.delete(PATH).await.refuses(400, "user.last_sign_in_method_required");
});
