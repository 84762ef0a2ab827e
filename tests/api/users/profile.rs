//! `/api/users/{userId}/profile`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(claims_are_merged_and_an_address_is_replaced, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/profile", api.user("ada").await);
    let first = json!({ "profile": { "givenName": "G", "address": { "country": "UK" }, "unknown": 1 } });
    let expected = json!({ "givenName": "G", "address": { "country": "UK" } });
    assert_eq!(api.patch(&path, first).await.expect(200).json(), expected);
    let second = json!({ "profile": { "familyName": "F", "address": { "locality": "London" } } });
    let expected = json!({ "givenName": "G", "address": { "locality": "London" }, "familyName": "F" });
    assert_eq!(api.patch(&path, second).await.expect(200).json(), expected);
    api.patch(&path, json!({ "profile": { "givenName": 1 } })).await.refuses(400, "guard.invalid_input");
    api.patch("/api/users/nobody/profile", json!({ "profile": {} })).await.refuses(404, "entity.not_found");
});
