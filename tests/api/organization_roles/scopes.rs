//! `/api/organization-roles/{id}/scopes`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(relations_are_added_replaced_and_removed, server, {
    let api = server.management().await;
    let parent = api.organization_role("admin").await;
    let (one, two) = (api.organization_scope("a").await, api.organization_scope("b").await);
    let path = format!("/api/organization-roles/{parent}/scopes");
    let ids = async |path: &str| {
        let rows = api.get(path).await.expect(200).json();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(api.post(&path, json!({ "organizationScopeIds": [one, one] })).await.expect(201).text(), "Created");
    assert_eq!(ids(&path).await, std::slice::from_ref(&one));
    api.post(&path, json!({ "organizationScopeIds": [one] })).await.expect(201);
    api.post(&path, json!({ "organizationScopeIds": [] })).await.refuses(400, "guard.invalid_input");
    api.post(&path, json!({ "organizationScopeIds": ["nope"] }))
        .await
        .refuses(422, "entity.relation_foreign_key_not_found");
    api.put(&path, json!({ "organizationScopeIds": [two] })).await.expect(204);
    assert_eq!(ids(&path).await, std::slice::from_ref(&two));
    api.put(&path, json!({ "organizationScopeIds": [one, one] }))
        .await
        .refuses(422, "entity.unique_integrity_violation");
    api.put(&path, json!({ "organizationScopeIds": ["nope"] }))
        .await
        .refuses(422, "entity.relation_foreign_key_not_found");
    assert_eq!(ids(&path).await, std::slice::from_ref(&two), "refused changes leave nothing behind");
    let page = api.get(&format!("{path}?page=1&page_size=1")).await.expect(200);
    assert_eq!(page.header("total-number"), "1");
    api.delete(&format!("{path}/{two}")).await.expect(204);
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
    api.put(&path, json!({ "organizationScopeIds": [one] })).await.expect(204);
    api.put(&path, json!({ "organizationScopeIds": [] })).await.expect(204);
    assert_eq!(ids(&path).await, Vec::<String>::new());
    let nowhere = path.replace(&parent, "nowhere");
    api.get(&nowhere).await.refuses(404, "entity.not_found");
    api.put(&nowhere, json!({ "organizationScopeIds": [] })).await.refuses(404, "entity.not_found");
    let given = json!({ "organizationScopeIds": [one] });
    api.put(&nowhere, given).await.refuses(422, "entity.relation_foreign_key_not_found");
});
