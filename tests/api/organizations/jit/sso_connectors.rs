//! `/api/organizations/{id}/jit/sso-connectors`

use avouch_store::params;
use avouch_testkit::on_both;
use serde_json::json;

on_both!(relations_are_added_replaced_and_removed, server, {
    let api = server.management().await;
    let parent = api.organization("Org").await;
    let (one, two) = ("one".to_owned(), "two".to_owned());
    // Connectors come with an operation of their own; until then, from beneath.
    let tx = server.tenant("default").begin().await.unwrap();
    for id in [&one, &two] {
        let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, created_at) values ($1, $2, 'OIDC', $2, $3)";
        tx.execute(sql.into(), params![id, server.clock.now()]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let path = format!("/api/organizations/{parent}/jit/sso-connectors");
    let ids = async |path: &str| {
        let rows = api.get(path).await.expect(200).json();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(api.post(&path, json!({ "ssoConnectorIds": [one, one] })).await.expect(201).text(), "Created");
    assert_eq!(ids(&path).await, std::slice::from_ref(&one));
    api.post(&path, json!({ "ssoConnectorIds": [one] })).await.expect(201);
    api.post(&path, json!({ "ssoConnectorIds": [] })).await.refuses(400, "guard.invalid_input");
    api.post(&path, json!({ "ssoConnectorIds": ["nope"] })).await.refuses(422, "entity.relation_foreign_key_not_found");
    api.put(&path, json!({ "ssoConnectorIds": [two] })).await.expect(204);
    assert_eq!(ids(&path).await, std::slice::from_ref(&two));
    api.put(&path, json!({ "ssoConnectorIds": [one, one] })).await.refuses(422, "entity.unique_integrity_violation");
    api.put(&path, json!({ "ssoConnectorIds": ["nope"] })).await.refuses(422, "entity.relation_foreign_key_not_found");
    assert_eq!(ids(&path).await, std::slice::from_ref(&two), "refused changes leave nothing behind");
    let page = api.get(&format!("{path}?page=1&page_size=1")).await.expect(200);
    assert_eq!(page.header("total-number"), "1");
    api.delete(&format!("{path}/{two}")).await.expect(204);
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
    api.put(&path, json!({ "ssoConnectorIds": [one] })).await.expect(204);
    api.put(&path, json!({ "ssoConnectorIds": [] })).await.expect(204);
    assert_eq!(ids(&path).await, Vec::<String>::new());
    let nowhere = path.replace(&parent, "nowhere");
    api.get(&nowhere).await.refuses(404, "entity.not_exists_with_id");
    api.put(&nowhere, json!({ "ssoConnectorIds": [] })).await.refuses(404, "entity.not_exists_with_id");
});
