//! `/api/users/{userId}/roles`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(roles_are_given_replaced_and_taken, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let (a, b) = (api.role("a", "User").await, api.role("b", "User").await);
    let machine = api.role("m", "MachineToMachine").await;
    let path = format!("/api/users/{user}/roles");
    let added = api.post(&path, json!({ "roleIds": [a, a] })).await.expect(201).json();
    assert_eq!(added, json!({ "roleIds": [a], "addedRoleIds": [a] }));
    let again = api.post(&path, json!({ "roleIds": [a, b] })).await.expect(201).json();
    assert_eq!(again, json!({ "roleIds": [a, b], "addedRoleIds": [b] }));
    api.post(&path, json!({ "roleIds": [machine] })).await.refuses(422, "user.invalid_role_type");
    api.post(&path, json!({ "roleIds": ["nope"] })).await.refuses(404, "entity.not_exists_with_id");
    let replaced = api.put(&path, json!({ "roleIds": [b, b] })).await.expect(200).json();
    assert_eq!(replaced, json!({ "roleIds": [b] }));
    api.put(&path, json!({ "roleIds": [machine] })).await.refuses(422, "entity.db_constraint_violated");
    api.put(&path, json!({ "roleIds": ["nope"] })).await.refuses(404, "entity.not_exists_with_id");
    let listed = api.get(&format!("{path}?search=b")).await.expect(200);
    assert_eq!((listed.header("total-number"), &listed.json()[0]["id"]), ("1", &json!(b)));
    api.delete(&format!("{path}/{b}")).await.expect(204);
    api.delete(&format!("{path}/{b}")).await.refuses(404, "entity.not_found");
    api.put(&path, json!({ "roleIds": [] })).await.expect(200);
    let internal = api.post(&path, json!({ "roleIds": ["admin-role"] })).await;
    internal.refuses(403, "role.internal_role_violation");
    api.put(&path, json!({ "roleIds": ["admin-role"] })).await.refuses(403, "role.internal_role_violation");
    api.delete(&format!("{path}/admin-role")).await.refuses(403, "role.internal_role_violation");
    for missing in [
        api.get("/api/users/nobody/roles").await,
        api.post("/api/users/nobody/roles", json!({ "roleIds": [a] })).await,
        api.put("/api/users/nobody/roles", json!({ "roleIds": [a] })).await,
    ] {
        missing.refuses(404, "entity.not_found");
    }
});
