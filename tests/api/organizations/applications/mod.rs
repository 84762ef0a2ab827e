//! `/api/organizations/{id}/applications`

mod roles;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(machines_join_and_leave, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let (one, two) = (api.application("MachineToMachine").await, api.application("MachineToMachine").await);
    let path = format!("/api/organizations/{organization}/applications");
    assert_eq!(api.post(&path, json!({ "applicationIds": [one] })).await.expect(201).text(), "Created");
    let people = api.application("SPA").await;
    api.post(&path, json!({ "applicationIds": [people] })).await.refuses(422, "entity.db_constraint_violated");
    api.post(&path, json!({ "applicationIds": ["x"] })).await.refuses(422, "entity.relation_foreign_key_not_found");
    let role = api.machine_organization_role("robot").await;
    api.post(&format!("{path}/{one}/roles"), json!({ "organizationRoleIds": [role] })).await.expect(201);
    api.put(&path, json!({ "applicationIds": [one, two] })).await.expect(204);
    let listed = api.get(&path).await.expect(200);
    assert_eq!(listed.header("total-number"), "2");
    let listed = listed.json();
    let row = listed.as_array().unwrap().iter().find(|row| row["id"] == json!(one)).unwrap();
    assert_eq!(row["organizationRoles"], json!([{ "id": role, "name": "robot" }]));
    api.put(&path, json!({ "applicationIds": [one, one] })).await.refuses(422, "entity.unique_integrity_violation");
    api.put(&path, json!({ "applicationIds": [people] })).await.refuses(422, "entity.db_constraint_violated");
    api.put(&path, json!({ "applicationIds": ["x"] })).await.refuses(422, "entity.relation_foreign_key_not_found");
    assert_eq!(api.get(&path).await.header("total-number"), "2", "refused changes leave nothing behind");
    let nowhere = "/api/organizations/nope/applications";
    api.put(nowhere, json!({ "applicationIds": [] })).await.refuses(404, "entity.not_exists_with_id");
    assert_eq!(api.get(&format!("{path}?q={two}")).await.header("total-number"), "1");
    api.delete(&format!("{path}/{two}")).await.expect(204);
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
});
