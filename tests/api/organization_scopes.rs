//! `/api/organization-scopes`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_scope_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let made = api.post("/api/organization-scopes", json!({ "name": "invite", "description": "d" })).await;
    let made = made.expect(201).json();
    assert_eq!((&made["tenantId"], &made["description"]), (&json!("default"), &json!("d")));
    api.post("/api/organization-scopes", json!({ "name": "invite" }))
        .await
        .refuses(422, "entity.unique_integrity_violation");
    api.post("/api/organization-scopes", json!({ "name": "" })).await.refuses(400, "guard.invalid_input");
    let path = format!("/api/organization-scopes/{}", made["id"].as_str().unwrap());
    let changed = api.patch(&path, json!({ "name": "invite:member", "description": "" })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("invite:member"), &json!(null)));
    api.patch(&path, json!({ "unknown": 1 })).await.refuses(422, "entity.invalid_input");
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.organization_scope("other").await;
    api.patch(&path, json!({ "name": "other" })).await.refuses(422, "entity.unique_integrity_violation");
    assert_eq!(api.get("/api/organization-scopes?q=VITE").await.expect(200).json(), json!([changed]));
    let page = api.get("/api/organization-scopes?page=1&page_size=1").await.expect(200);
    assert_eq!((page.header("total-number"), page.json().as_array().unwrap().len()), ("2", 1));
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&path).await.refuses(404, "entity.not_found");
    api.patch(&path, json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
});
