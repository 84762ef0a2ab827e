//! `/api/organizations/{id}/users`

mod roles;
mod scopes;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(members_join_and_leave, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let (one, two) = (api.user("one").await, api.user("two").await);
    let path = format!("/api/organizations/{organization}/users");
    assert_eq!(api.post(&path, json!({ "userIds": [one] })).await.expect(201).json(), json!({ "userIds": [one] }));
    api.post(&path, json!({ "userIds": [one, two] })).await.expect(201);
    api.post(&path, json!({ "userIds": ["nope"] })).await.refuses(422, "entity.relation_foreign_key_not_found");
    let role = api.organization_role("admin").await;
    let given = json!({ "userIds": [one, two], "organizationRoleIds": [role] });
    api.post(&format!("{path}/roles"), given).await.expect(201);
    api.put(&path, json!({ "userIds": [one] })).await.expect(204);
    let listed = api.get(&path).await.expect(200);
    let row = &listed.json()[0];
    assert_eq!(
        (listed.header("total-number"), &row["organizationRoles"]),
        ("1", &json!([{ "id": role, "name": "admin" }]))
    );
    assert!(row.get("hasPassword").is_none() && row.get("tenantId").is_none(), "{row}");
    api.put(&path, json!({ "userIds": [one, two] })).await.expect(204);
    let by_role = api.get(&format!("{path}?organizationRoleId={role}")).await.expect(200);
    assert_eq!(
        (by_role.header("total-number"), &by_role.json()[0]["id"]),
        ("1", &json!(one)),
        "those who left lose their roles"
    );
    assert_eq!(api.get(&format!("{path}?q=TWO")).await.header("total-number"), "1");
    api.put(&path, json!({ "userIds": [one, one] })).await.refuses(422, "entity.unique_integrity_violation");
    api.put("/api/organizations/nope/users", json!({ "userIds": [] })).await.refuses(404, "entity.not_exists_with_id");
    let nowhere = api.put("/api/organizations/nope/users", json!({ "userIds": [one] })).await;
    nowhere.refuses(422, "entity.relation_foreign_key_not_found");
    let of_user = api.get(&format!("/api/users/{one}/organizations")).await.expect(200).json();
    assert_eq!((&of_user[0]["id"], &of_user[0]["organizationRoles"][0]["id"]), (&json!(organization), &json!(role)));
    api.delete(&format!("{path}/{one}")).await.expect(204);
    api.delete(&format!("{path}/{one}")).await.refuses(404, "entity.not_found");
    assert_eq!(api.get("/api/organizations/nope/users").await.expect(200).json(), json!([]));
    let excluded = api.get(&format!("/api/users?excludeOrganizationId={organization}")).await.expect(200).json();
    assert_eq!((excluded.as_array().unwrap().len(), &excluded[0]["id"]), (1, &json!(one)));
});
