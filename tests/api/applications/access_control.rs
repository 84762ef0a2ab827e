//! `/api/applications/{applicationId}/access-control`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(rules_are_replaced_whole, server, {
    let api = server.management().await;
    let application = api.application("SPA").await;
    let (user, role, organization) = (api.user("u").await, api.role("r", "User").await, api.organization("O").await);
    let (a, b) = (api.organization_role("a").await, api.organization_role("b").await);
    let path = format!("/api/applications/{application}/access-control");
    let none = json!({ "userIds": [], "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
    assert_eq!(api.get(&path).await.expect(200).json(), none);
    let rule = |roles: serde_json::Value| json!({ "organizationId": organization, "organizationRoleIds": roles });
    let body = json!({
        "userIds": [user, user], "userRoleIds": [role], "organizationIds": [organization],
        "organizationRoleRules": [rule(json!([a])), rule(json!([b, a]))],
    });
    let set = api.put(&path, body).await.expect(200).json();
    assert_eq!((&set["userIds"], set["organizationRoleRules"].as_array().unwrap().len()), (&json!([user]), 1));
    assert_eq!(set["organizationRoleRules"][0]["organizationRoleIds"].as_array().unwrap().len(), 2);
    assert_eq!(api.get(&path).await.json(), set);
    let with = |name: &str, value: serde_json::Value| {
        let mut body = none.clone();
        body[name] = value;
        body
    };
    api.put(&path, with("userIds", json!(["nope"]))).await.refuses(404, "entity.relation_foreign_key_not_found");
    api.put(&path, with("organizationRoleRules", json!([rule(json!([]))]))).await.refuses(422, "request.invalid_input");
    let machine = api.role("m", "MachineToMachine").await;
    api.put(&path, with("userRoleIds", json!([machine]))).await.refuses(422, "entity.db_constraint_violated");
    api.put(&path, json!({ "userIds": [] })).await.refuses(400, "guard.invalid_input");
    let many: Vec<String> = (0..1001).map(|number| format!("u{number}")).collect();
    api.put(&path, with("userIds", json!(many))).await.refuses(400, "request.invalid_input");
    assert_eq!(api.get(&path).await.json(), set, "refused changes leave nothing behind");
    api.patch(&format!("/api/applications/{application}"), json!({ "appLevelAccessControlEnabled": true }))
        .await
        .expect(200);
    api.put(&path, none.clone()).await.refuses(422, "request.invalid_input");
    api.get("/api/applications/nope/access-control").await.refuses(404, "entity.not_exists_with_id");
    api.put("/api/applications/nope/access-control", none).await.refuses(404, "entity.not_exists_with_id");
});
