//! `/api/users/{userId}/identities`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::social::{connect, provider};

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

on_both!(who_comes_back_from_a_provider_is_linked, server, {
    let api = server.management().await;
    let (ada, eve) = (api.user("ada").await, api.user("eve").await);
    let of = |user: &str| format!("/api/users/{user}/identities");
    let google = json!({ "connectorId": "google-universal", "config": { "clientId": "c", "clientSecret": "s" } });
    let google = api.post("/api/connectors", google).await.expect(200).text_of("id");
    let credential = json!({ "connectorId": google, "connectorData": { "credential": "not.a.token" } });
    api.post(&of(&ada), credential).await.refuses(401, "connector.social_invalid_id_token");
    let body = |connector: &str| json!({ "connectorId": connector, "connectorData": { "code": "fine" } });
    api.post(&of(&ada), body("nope")).await.refuses(404, "entity.not_found");
    api.post(&of("nobody"), body(&google)).await.refuses(404, "entity.not_found");
    api.post(&of(&ada), body(&google)).await.refuses(400, "connector.general");
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.test" } });
    let mail = api.post("/api/connectors", mail).await.expect(200).text_of("id");
    api.post(&of(&ada), body(&mail)).await.refuses(422, "session.invalid_connector_id");
    let provider = provider(json!({ "sub": "7", "name": "Ada" })).await;
    let remembers = connect(&api, &provider, "ours", json!({})).await;
    api.post(&of(&eve), body(&remembers)).await.refuses(501, "connector.not_implemented");
});
