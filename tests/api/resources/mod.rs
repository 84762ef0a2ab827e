//! `/api/resources`

mod is_default;
mod scopes;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_resource_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let body = json!({ "name": "API", "indicator": "https://api.test", "isDefault": true, "tenantId": "admin" });
    let made = api.post("/api/resources", body.clone()).await.expect(201).json();
    assert_eq!(made["scopes"], json!([]));
    assert_eq!(
        (&made["isDefault"], &made["accessTokenTtl"], &made["tenantId"]),
        (&json!(false), &json!(3600), &json!("default"))
    );
    api.post("/api/resources", body).await.refuses(422, "resource.resource_identifier_in_use");
    let path = format!("/api/resources/{}", made["id"].as_str().unwrap());
    let changed = api
        .patch(&path, json!({ "name": "New", "accessTokenTtl": 60, "indicator": "https://other" }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&changed["name"], &changed["accessTokenTtl"], &changed["indicator"]),
        (&json!("New"), &json!(60), &json!("https://api.test"))
    );
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.patch(&path, json!({})).await.refuses(422, "entity.invalid_input");
    for bad in [json!({ "accessTokenTtl": 0 }), json!({ "accessTokenTtl": 1.5 }), json!({ "name": "" })] {
        api.patch(&path, bad).await.refuses(400, "guard.invalid_input");
    }
    api.delete(&path).await.expect(204);
    for missing in [api.get(&path).await, api.delete(&path).await, api.patch(&path, json!({ "name": "x" })).await] {
        missing.refuses(404, "entity.not_exists_with_id");
    }
    api.post("/api/resources", json!({ "name": "x" })).await.refuses(400, "guard.invalid_input");
    api.post("/api/resources", json!({ "name": "odd", "indicator": "not a url" })).await.expect(201);
});

on_both!(the_management_api_cannot_be_changed, server, {
    let api = server.management().await;
    let path = "/api/resources/management-api";
    api.patch(path, json!({ "name": "x" })).await.refuses(400, "resource.cannot_modify_management_api");
    api.delete(path).await.refuses(400, "resource.cannot_delete_management_api");
});

on_both!(lists_with_scopes_and_pages, server, {
    let api = server.management().await;
    api.resource("https://a.test", "read").await;
    let plain = api.get("/api/resources").await.expect(200);
    assert_eq!(plain.header("link"), "");
    assert!(plain.json()[0].get("scopes").is_none());
    let page = api.get("/api/resources?includeScopes=true&page=1&page_size=1").await.expect(200);
    assert_eq!(page.header("total-number"), "2");
    assert_eq!(page.json()[0]["scopes"][0]["name"], "read");
});

on_both!(a_deleted_resource_gives_no_more_tokens, server, {
    let api = server.management().await;
    let (resource, scope) = api.resource("https://gone.test", "read").await;
    let role = api.role("reader", "MachineToMachine").await;
    api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [scope] })).await.expect(201);
    let id = api.application("MachineToMachine").await;
    api.post(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let secret = api.first_secret(&id).await;
    server.anonymous().token(&id, &secret, "https://gone.test", "read").await;
    api.delete(&format!("/api/resources/{resource}")).await.expect(204);
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://gone.test"), ("scope", "read")];
    server.anonymous().with_basic(&id, &secret).form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_target");
    api.resource("https://gone.test", "read").await;
    let again = server.anonymous().with_basic(&id, &secret).form("/oidc/token", &pairs).await.expect(200).json();
    assert!(again.get("scope").is_none(), "the new scope is another one: {again}");
});
