//! `/api/users/{userId}/identities`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(an_identity_belongs_to_one_user, server, {
    let api = server.management().await;
    let (ada, eve) = (api.user("ada").await, api.user("eve").await);
    let path = format!("/api/users/{ada}/identities/github");
    let set = api.put(&path, json!({ "userId": "gh1", "details": { "x": 1 } })).await.expect(201).json();
    assert_eq!(set, json!({ "github": { "userId": "gh1", "details": { "x": 1 } } }));
    let set = api.put(&path, json!({ "userId": "gh2" })).await.expect(200).json();
    assert_eq!(set, json!({ "github": { "userId": "gh2" } }));
    let other = format!("/api/users/{eve}/identities/github");
    api.put(&other, json!({ "userId": "gh2" })).await.refuses(422, "user.identity_already_in_use");
    api.put(&other, json!({ "userId": "gh1" })).await.expect(201);
    assert_eq!(api.get(&path).await.expect(200).json(), json!({ "identity": { "userId": "gh2" } }));
    let profile = api.delete(&path).await.expect(200).json();
    assert_eq!((&profile["identities"], &profile["id"]), (&json!({}), &json!(ada)));
    api.delete(&path).await.refuses(404, "user.identity_not_exist");
    api.get(&path).await.refuses(404, "user.identity_not_exist");
    api.put(&path, json!({})).await.refuses(400, "guard.invalid_input");
    api.get("/api/users/nobody/identities/github").await.refuses(404, "entity.not_found");
});
