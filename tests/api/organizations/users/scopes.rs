//! `/api/organizations/{id}/users/{userId}/scopes`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(scopes_come_through_roles, server, {
    let api = server.management().await;
    let (organization, user) = (api.organization("Org").await, api.user("u").await);
    let path = format!("/api/organizations/{organization}/users/{user}/scopes");
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]), "no member, no scopes");
    let scope = api.organization_scope("invite").await;
    let (one, two) = (api.organization_role("one").await, api.organization_role("two").await);
    for role in [&one, &two] {
        let scopes = json!({ "organizationScopeIds": [scope] });
        api.post(&format!("/api/organization-roles/{role}/scopes"), scopes).await.expect(201);
    }
    let members = format!("/api/organizations/{organization}/users");
    api.post(&members, json!({ "userIds": [user] })).await.expect(201);
    let roles = json!({ "organizationRoleIds": [one, two] });
    api.put(&format!("{members}/{user}/roles"), roles).await.expect(204);
    let listed = api.get(&path).await.expect(200).json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["id"]), (1, &json!(scope)));
    api.delete(&format!("{members}/{user}")).await.expect(204);
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]));
});
