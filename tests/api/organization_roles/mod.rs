//! `/api/organization-roles`

mod resource_scopes;
mod scopes;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_role_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let scope = api.organization_scope("invite").await;
    let (_, resource_scope) = api.resource("https://api.test", "read").await;
    let body = json!({ "name": "admin", "organizationScopeIds": [scope], "resourceScopeIds": [resource_scope] });
    let made = api.post("/api/organization-roles", body.clone()).await.expect(201).json();
    assert_eq!((&made["type"], made.get("scopes")), (&json!("User"), None));
    api.post("/api/organization-roles", body).await.refuses(422, "entity.unique_integrity_violation");
    let dangling = json!({ "name": "x", "organizationScopeIds": ["nope"] });
    api.post("/api/organization-roles", dangling).await.refuses(422, "entity.relation_foreign_key_not_found");
    let listed = api.get("/api/organization-roles?q=dmi").await.expect(200);
    assert_eq!(listed.header("total-number"), "1", "nothing is left of the refused one");
    let row = &listed.json()[0];
    assert_eq!(row["scopes"], json!([{ "id": scope, "name": "invite" }]));
    assert_eq!(
        (&row["resourceScopes"][0]["name"], row["resourceScopes"][0]["resource"]["id"].is_string()),
        (&json!("read"), true)
    );
    let path = format!("/api/organization-roles/{}", made["id"].as_str().unwrap());
    let changed = api.patch(&path, json!({ "description": "d", "type": "MachineToMachine" })).await.expect(200).json();
    assert_eq!((&changed["description"], &changed["type"]), (&json!("d"), &json!("MachineToMachine")));
    api.patch(&path, json!({})).await.refuses(422, "entity.invalid_input");
    api.organization_role("other").await;
    api.patch(&path, json!({ "name": "other" })).await.refuses(422, "entity.unique_integrity_violation");
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_found");
    api.delete(&path).await.refuses(404, "entity.not_found");
    api.patch(&path, json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
});
