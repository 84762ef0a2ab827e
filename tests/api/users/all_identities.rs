//! `/api/users/{userId}/all-identities`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(lists_social_and_enterprise_identities, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    api.put(&format!("/api/users/{user}/identities/github"), json!({ "userId": "gh" })).await.expect(201);
    let all = api.get(&format!("/api/users/{user}/all-identities?includeTokenSecret=true")).await.expect(200).json();
    let social = json!([{ "target": "github", "identity": { "userId": "gh" } }]);
    assert_eq!(all, json!({ "socialIdentities": social, "ssoIdentities": [] }));
    api.get("/api/users/nobody/all-identities").await.refuses(404, "entity.not_found");
});
