//! `/.well-known/webauthn`

use avouch_testkit::on_both;
use serde_json::json;

const PATH: &str = "/.well-known/webauthn";

on_both!(browsers_learn_where_else_passkeys_may_be_used, server, {
    let none = server.anonymous().get(PATH).await.expect(200);
    assert_eq!((none.header("content-type"), none.header("etag")), ("application/json; charset=utf-8", ""));
    assert_eq!(none.json(), json!({ "origins": [] }));
    let api = server.management().await;
    let origins = json!({ "webauthnRelatedOrigins": ["https://a.test", "https://b.test", "https://a.test"] });
    api.patch("/api/account-center", origins).await.expect(200);
    let told = server.anonymous().get(PATH).await.expect(200).json();
    assert_eq!(told, json!({ "origins": ["https://a.test", "https://b.test"] }));
    // Another tenant has its own.
    let admin = server.anonymous_admin().get(PATH).await.expect(200).json();
    assert_eq!(admin, json!({ "origins": [] }));
});
