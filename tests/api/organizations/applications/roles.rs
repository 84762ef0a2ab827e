//! `/api/organizations/{id}/applications/{applicationId}/roles`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(members_are_given_roles_and_lose_them, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let member = api.application("MachineToMachine").await;
    let (a, b) = (api.machine_organization_role("a").await, api.machine_organization_role("b").await);
    let wrong = api.organization_role("people").await;
    let members = format!("/api/organizations/{organization}/applications");
    let path = format!("{members}/{member}/roles");
    for refused in [
        api.get(&path).await,
        api.post(&path, json!({ "organizationRoleIds": [a] })).await,
        api.put(&path, json!({ "organizationRoleIds": [a] })).await,
        api.delete(&format!("{path}/{a}")).await,
    ] {
        refused.refuses(422, "organization.require_membership");
    }
    let together = json!({ "applicationIds": [member], "organizationRoleIds": [a] });
    api.post(&format!("{members}/roles"), together.clone()).await.refuses(422, "entity.relation_foreign_key_not_found");
    api.post(&members, json!({ "applicationIds": [member] })).await.expect(201);
    assert_eq!(api.post(&format!("{members}/roles"), together).await.expect(201).text(), "Created");
    for answer in [
        api.post(&path, json!({ "organizationRoleIds": [wrong] })).await,
        api.put(&path, json!({ "organizationRoleIds": [wrong] })).await,
    ] {
        answer.refuses(422, "entity.db_constraint_violated");
    }
    let nowhere = json!({ "organizationRoleIds": ["nope"] });
    api.post(&path, nowhere).await.refuses(422, "entity.relation_foreign_key_not_found");
    let wrong = json!({ "applicationIds": [member], "organizationRoleIds": [wrong] });
    api.post(&format!("{members}/roles"), wrong).await.refuses(422, "entity.db_constraint_violated");
    assert_eq!(api.post(&path, json!({ "organizationRoleIds": [b] })).await.expect(201).text(), "Created");
    let ids = async || {
        let rows = api.get(&path).await.expect(200).json();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, [a.clone(), b.clone()]);
    api.put(&path, json!({ "organizationRoleIds": [b] })).await.expect(204);
    api.put(&path, json!({ "organizationRoleIds": ["nope"] }))
        .await
        .refuses(422, "entity.relation_foreign_key_not_found");
    assert_eq!(ids().await, std::slice::from_ref(&b));
    api.put(&path, json!({ "organizationRoleIds": [] })).await.refuses(400, "guard.invalid_input");
    api.delete(&format!("{path}/{b}")).await.expect(204);
    api.delete(&format!("{path}/{b}")).await.refuses(404, "entity.not_found");
});
