//! `/api/roles/{id}/users`

use avouch_store::params;
use avouch_testkit::{Server, on_both};
use serde_json::json;

/// Users come with an operation of their own; until then, from beneath.
async fn user(server: &Server, id: &str) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql =
        "insert into users (tenant_id, id, username, name, created_at, updated_at) values ($1, $2, $2, 'N', $3, $3)";
    tx.execute(sql.into(), params![id, server.clock.now()]).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(a_role_is_given_to_users_and_taken, server, {
    let api = server.management().await;
    user(&server, "u1").await;
    user(&server, "u2").await;
    let role = api.role("people", "User").await;
    let path = format!("/api/roles/{role}/users");
    assert_eq!(api.post(&path, json!({ "userIds": ["u1", "u2", "u1"] })).await.expect(201).text(), "Created");
    let listed = api.get(&format!("{path}?search.username=u1&mode=exact")).await.expect(200);
    assert_eq!((listed.header("total-number"), &listed.json()[0]["id"]), ("1", &json!("u1")));
    assert_eq!(listed.json()[0]["hasPassword"], false);
    assert!(listed.json()[0].get("tenantId").is_none());
    let shown = api.get("/api/roles?type=User").await.json();
    assert_eq!((&shown[0]["usersCount"], shown[0]["featuredUsers"].as_array().unwrap().len()), (&json!(2), 2));
    api.post(&path, json!({ "userIds": ["u1"] })).await.refuses(422, "role.user_exists");
    api.delete(&format!("{path}/u1")).await.expect(204);
    api.delete(&format!("{path}/u1")).await.refuses(404, "entity.not_found");
});

on_both!(refuses_users_that_cannot_hold_it, server, {
    let api = server.management().await;
    user(&server, "u1").await;
    let (people, machines) = (api.role("people", "User").await, api.role("machines", "MachineToMachine").await);
    api.post(&format!("/api/roles/{people}/users"), json!({ "userIds": ["nope"] }))
        .await
        .refuses(404, "entity.not_found");
    api.post(&format!("/api/roles/{machines}/users"), json!({ "userIds": ["u1"] }))
        .await
        .refuses(422, "entity.db_constraint_violated");
    api.post(&format!("/api/roles/{people}/users"), json!({ "userIds": [] })).await.refuses(400, "guard.invalid_input");
    for missing in [
        api.get("/api/roles/nope/users").await,
        api.post("/api/roles/nope/users", json!({ "userIds": ["u1"] })).await,
        api.delete("/api/roles/nope/users/u1").await,
    ] {
        missing.refuses(404, "entity.not_exists_with_id");
    }
});
