//! `/api/roles/{id}/scopes`

use avouch_testkit::{Client, on_both};
use serde_json::json;

on_both!(scopes_are_granted_and_taken_and_tokens_follow, server, {
    let api = server.management().await;
    let (resource, read) = api.resource("https://api.test", "read").await;
    let write = api.post(&format!("/api/resources/{resource}/scopes"), json!({ "name": "write" })).await.text_of("id");
    let role = api.role("r", "MachineToMachine").await;
    let path = format!("/api/roles/{role}/scopes");
    let id = api.application("MachineToMachine").await;
    api.post(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let secret = api.first_secret(&id).await;
    let scope = async || {
        let token = server.anonymous().token(&id, &secret, "https://api.test", "write read").await;
        Client::claims(&token).get("scope").cloned()
    };
    assert_eq!(scope().await, None);
    let granted = api.post(&path, json!({ "scopeIds": [read] })).await.expect(201).json();
    assert_eq!((granted.as_array().unwrap().len(), &granted[0]["name"]), (1, &json!("read")));
    assert_eq!(scope().await, Some(json!("read")));
    let granted = api.post(&path, json!({ "scopeIds": [write] })).await.expect(201).json();
    assert_eq!(granted.as_array().unwrap().len(), 2, "all scopes are answered");
    assert_eq!(scope().await, Some(json!("write read")));
    api.delete(&format!("{path}/{write}")).await.expect(204);
    assert_eq!(scope().await, Some(json!("read")));
    api.delete(&format!("{path}/{write}")).await.refuses(404, "entity.not_found");
    api.delete(&format!("/api/resources/{resource}/scopes/{read}")).await.expect(204);
    assert_eq!(scope().await, None);
    assert_eq!(api.get(&path).await.json(), json!([]));
});

on_both!(refuses_scopes_that_cannot_be_granted, server, {
    let api = server.management().await;
    let (_, scope) = api.resource("https://api.test", "read").await;
    let role = api.role("people", "User").await;
    let path = format!("/api/roles/{role}/scopes");
    api.post(&path, json!({ "scopeIds": [scope] })).await.expect(201);
    api.post(&path, json!({ "scopeIds": [scope] })).await.refuses(422, "role.scope_exists");
    api.post(&path, json!({ "scopeIds": ["nope"] })).await.refuses(404, "entity.not_exists_with_id");
    api.post(&path, json!({ "scopeIds": ["management-api-all"] }))
        .await
        .refuses(400, "role.management_api_scopes_not_assignable_to_user_role");
    api.post(&path, json!({ "scopeIds": [] })).await.refuses(400, "guard.invalid_input");
    for missing in [
        api.get("/api/roles/nope/scopes").await,
        api.post("/api/roles/nope/scopes", json!({ "scopeIds": [scope] })).await,
        api.delete(&format!("/api/roles/nope/scopes/{scope}")).await,
    ] {
        missing.refuses(404, "entity.not_exists_with_id");
    }
    let paged = api.get(&format!("{path}?page=1")).await.expect(200);
    assert_eq!(paged.header("total-number"), "1");
    assert_eq!(api.get(&path).await.header("total-number"), "", "pages only when asked for");
});
