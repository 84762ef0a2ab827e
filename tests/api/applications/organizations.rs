//! `/api/applications/{id}/organizations`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(lists_organizations_with_roles, server, {
    let api = server.management().await;
    let application = api.application("MachineToMachine").await;
    let (organization, role) = (api.organization("Org").await, api.machine_organization_role("robot").await);
    let members = format!("/api/organizations/{organization}/applications");
    api.post(&members, json!({ "applicationIds": [application] })).await.expect(201);
    api.post(&format!("{members}/{application}/roles"), json!({ "organizationRoleIds": [role] })).await.expect(201);
    let path = format!("/api/applications/{application}/organizations");
    let listed = api.get(&path).await.expect(200);
    let row = &listed.json()[0];
    assert_eq!(
        (&row["id"], &row["organizationRoles"][0]["id"], listed.header("total-number")),
        (&json!(organization), &json!(role), "")
    );
    assert_eq!(api.get(&format!("{path}?page=1")).await.header("total-number"), "1");
    api.get("/api/applications/nope/organizations").await.refuses(404, "entity.not_exists_with_id");
});
