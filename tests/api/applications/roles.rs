//! `/api/applications/{applicationId}/roles`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(roles_are_given_replaced_and_taken, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let path = format!("/api/applications/{id}/roles");
    let (one, two) = (api.role("one", "MachineToMachine").await, api.role("two", "MachineToMachine").await);
    let added = api.post(&path, json!({ "roleIds": [one, one] })).await.expect(201).json();
    assert_eq!(added, json!({ "roleIds": [one], "addedRoleIds": [one] }));
    let added = api.post(&path, json!({ "roleIds": [two, one] })).await.expect(201).json();
    assert_eq!(added, json!({ "roleIds": [two, one], "addedRoleIds": [two] }));
    let listed = api.get(&format!("{path}?search=%25two%25")).await.expect(200);
    assert_eq!((listed.header("total-number"), &listed.json()[0]["id"]), ("1", &json!(two)));
    assert_eq!(api.put(&path, json!({ "roleIds": [two] })).await.expect(200).text(), "OK");
    assert_eq!(api.get(&path).await.json().as_array().unwrap().len(), 1);
    api.delete(&format!("{path}/{two}")).await.expect(204);
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
    api.put(&path, json!({ "roleIds": [one, two] })).await.expect(200);
    api.put(&path, json!({ "roleIds": [] })).await.expect(200);
    assert_eq!(api.get(&path).await.json(), json!([]));
});

on_both!(refuses_roles_that_do_not_fit, server, {
    let api = server.management().await;
    let (machine, spa) = (api.application("MachineToMachine").await, api.application("SPA").await);
    let (people, machines) = (api.role("people", "User").await, api.role("machines", "MachineToMachine").await);
    let path = format!("/api/applications/{machine}/roles");
    api.post(&path, json!({ "roleIds": [people] })).await.refuses(422, "application.invalid_role_type");
    api.put(&path, json!({ "roleIds": [people] })).await.refuses(422, "entity.db_constraint_violated");
    for refused in
        [api.post(&path, json!({ "roleIds": ["nope"] })).await, api.put(&path, json!({ "roleIds": ["nope"] })).await]
    {
        refused.refuses(404, "entity.not_exists_with_id");
    }
    let spa = format!("/api/applications/{spa}/roles");
    api.get(&spa).await.refuses(422, "application.invalid_type");
    api.post(&spa, json!({ "roleIds": [machines] })).await.refuses(422, "application.invalid_type");
    api.put(&spa, json!({ "roleIds": [machines] })).await.refuses(422, "application.invalid_type");
    api.delete(&format!("{spa}/{machines}")).await.refuses(422, "application.invalid_type");
    api.get("/api/applications/nope/roles").await.refuses(404, "entity.not_exists_with_id");
    api.post(&path, json!({ "roleIds": [""] })).await.refuses(400, "guard.invalid_input");
    api.post(&path, json!({})).await.refuses(400, "guard.invalid_input");
});

on_both!(a_replace_leaves_internal_roles_alone, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    api.patch(&format!("/api/applications/{id}"), json!({ "isAdmin": true })).await.expect(200);
    api.put(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [] })).await.expect(200);
    assert_eq!(api.get(&format!("/api/applications/{id}")).await.json()["isAdmin"], true);
    let path = format!("/api/applications/{id}/roles");
    api.post(&path, json!({ "roleIds": ["admin-role"] })).await.refuses(403, "role.internal_role_violation");
    api.put(&path, json!({ "roleIds": ["admin-role"] })).await.refuses(403, "role.internal_role_violation");
    api.delete(&format!("{path}/admin-role")).await.refuses(403, "role.internal_role_violation");
});
