//! `/api/resources/{resourceId}/scopes`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_scope_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let (resource, scope) = api.resource("https://api.test", "read:x").await;
    let path = format!("/api/resources/{resource}/scopes");
    api.post(&path, json!({ "name": "read:x" })).await.refuses(422, "scope.name_exists");
    api.post(&path, json!({ "name": "with space" })).await.refuses(400, "scope.name_with_space");
    api.post("/api/resources/nope/scopes", json!({ "name": "with space" })).await.refuses(400, "scope.name_with_space");
    api.post("/api/resources/nope/scopes", json!({ "name": "x" })).await.refuses(404, "entity.not_exists_with_id");
    let changed = api.patch(&format!("{path}/{scope}"), json!({ "description": "d" })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("read:x"), &json!("d")));
    api.post(&path, json!({ "name": "other", "description": null })).await.expect(201);
    api.patch(&format!("{path}/{scope}"), json!({ "name": "other" })).await.refuses(422, "scope.name_exists");
    api.patch(&format!("{path}/{scope}"), json!({ "name": "o t" })).await.refuses(400, "scope.name_with_space");
    api.patch(&format!("{path}/{scope}"), json!({})).await.refuses(422, "entity.invalid_input");
    api.patch(&format!("{path}/nope"), json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
    let listed = api.get(&format!("{path}?search.name=read%25&page_size=1")).await.expect(200);
    assert_eq!((listed.header("total-number"), &listed.json()[0]["id"]), ("1", &json!(scope)));
    assert_eq!(api.get("/api/resources/nope/scopes").await.expect(200).json(), json!([]));
    api.delete(&format!("{path}/{scope}")).await.expect(204);
    api.delete(&format!("{path}/{scope}")).await.refuses(404, "entity.not_found");
    api.delete("/api/resources/nope/scopes/x").await.refuses(404, "entity.not_exists_with_id");
    api.patch("/api/resources/nope/scopes/x", json!({ "name": "x" })).await.refuses(404, "entity.not_exists_with_id");
});

on_both!(scopes_of_the_management_api_cannot_be_reached, server, {
    let api = server.management().await;
    let management = "/api/resources/management-api/scopes";
    api.post(management, json!({ "name": "more" })).await.refuses(400, "resource.cannot_modify_management_api");
    let all = format!("{management}/management-api-all");
    api.patch(&all, json!({ "name": "x" })).await.refuses(400, "resource.cannot_modify_management_api");
    api.delete(&all).await.refuses(400, "resource.cannot_modify_management_api");
    let (other, _) = api.resource("https://api.test", "x").await;
    let through_other = format!("/api/resources/{other}/scopes/management-api-all");
    api.patch(&through_other, json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
    api.delete(&through_other).await.refuses(404, "entity.not_found");
    assert_eq!(api.get(management).await.json()[0]["name"], "all");
});
