//! `/api/roles`

mod applications;
mod scopes;
mod users;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_role_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let made = api.post("/api/roles", json!({ "name": "r", "description": "d" })).await.expect(200).json();
    assert_eq!((&made["type"], &made["isDefault"]), (&json!("User"), &json!(false)));
    let path = format!("/api/roles/{}", made["id"].as_str().unwrap());
    api.post("/api/roles", json!({ "name": "r", "description": "d" })).await.refuses(422, "role.name_in_use");
    api.role("other", "User").await;
    api.patch(&path, json!({ "name": "other" })).await.refuses(422, "role.name_in_use");
    let changed =
        api.patch(&path, json!({ "description": "new", "isDefault": true, "type": "MachineToMachine" })).await;
    let changed = changed.expect(200).json();
    assert_eq!(
        (&changed["description"], &changed["isDefault"], &changed["type"]),
        (&json!("new"), &json!(true), &json!("User"))
    );
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.patch(&path, json!({})).await.refuses(422, "entity.invalid_input");
    api.delete(&path).await.expect(204);
    for missing in [api.get(&path).await, api.delete(&path).await, api.patch(&path, json!({ "name": "x" })).await] {
        missing.refuses(404, "entity.not_exists_with_id");
    }
    api.post("/api/roles", json!({ "name": "x".repeat(129), "description": "d" }))
        .await
        .refuses(400, "guard.invalid_input");
});

on_both!(a_role_with_scopes_is_made_whole_or_not_at_all, server, {
    let api = server.management().await;
    let (_, scope) = api.resource("https://api.test", "read").await;
    let body = |kind: &str, scopes: serde_json::Value| json!({ "name": "r", "description": "d", "type": kind, "scopeIds": scopes });
    api.post("/api/roles", body("User", json!(["nope"]))).await.refuses(404, "entity.not_exists_with_id");
    api.post("/api/roles", body("User", json!(["management-api-all"])))
        .await
        .refuses(400, "role.management_api_scopes_not_assignable_to_user_role");
    let made = api.post("/api/roles", body("User", json!([scope, scope]))).await.expect(200).text_of("id");
    let scopes = api.get(&format!("/api/roles/{made}/scopes")).await.json();
    assert_eq!(
        (scopes.as_array().unwrap().len(), &scopes[0]["resource"]["indicator"]),
        (1, &json!("https://api.test"))
    );
    let empty = json!({ "name": "s", "description": "d", "scopeIds": [] });
    api.post("/api/roles", empty).await.expect(200);
});

on_both!(lists_roles_with_their_holders, server, {
    let api = server.management().await;
    let role = api.role("machines", "MachineToMachine").await;
    for _ in 0..5 {
        let id = api.application("MachineToMachine").await;
        api.post(&format!("/api/roles/{role}/applications"), json!({ "applicationIds": [id] })).await.expect(201);
    }
    let listed = api.get("/api/roles?search=machines&type=MachineToMachine").await.expect(200);
    assert_eq!(listed.header("total-number"), "1");
    let row = &listed.json()[0];
    assert_eq!(
        (&row["applicationsCount"], &row["usersCount"], &row["featuredUsers"]),
        (&json!(5), &json!(0), &json!([]))
    );
    assert_eq!(row["featuredApplications"].as_array().unwrap().len(), 3);
    assert_eq!(row["featuredApplications"][0]["type"], "MachineToMachine");
    let names = api.get("/api/roles?page_size=100").await.json();
    assert!(names.as_array().unwrap().iter().all(|role| !role["name"].as_str().unwrap().starts_with('#')), "{names}");
    let first = row["featuredApplications"][0]["id"].as_str().unwrap();
    let excluded = api.get(&format!("/api/roles?excludeApplicationId={first}&search=machines")).await;
    assert_eq!(excluded.header("total-number"), "0");
    assert_eq!(api.get("/api/roles?excludeUserId=u&type=User").await.header("total-number"), "0");
    api.get("/api/roles?type=Robot").await.refuses(400, "guard.invalid_input");
});

on_both!(names_are_unique_under_a_race, server, {
    let api = server.management().await;
    let tries = (0..10).map(|_| {
        let api = api.clone();
        async move { api.post("/api/roles", json!({ "name": "race", "description": "d" })).await.status.as_u16() }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| *status == 422), "{statuses:?}");
});

on_both!(internal_roles_are_the_servers_own, server, {
    let api = server.management().await;
    let internal = "role.internal_role_violation";
    api.post("/api/roles", json!({ "name": "#internal:x", "description": "d" })).await.refuses(403, internal);
    let own = api.role("own", "MachineToMachine").await;
    api.patch(&format!("/api/roles/{own}"), json!({ "name": "#internal:x" })).await.refuses(403, internal);
    let (user, machine) = (api.user("ada").await, api.application("MachineToMachine").await);
    let (_, scope) = api.resource("https://api.test", "read").await;
    let path = "/api/roles/admin-role";
    assert_eq!(api.get(path).await.expect(200).json()["name"], "#internal:admin");
    api.patch(path, json!({ "description": "x" })).await.refuses(403, internal);
    api.delete(path).await.refuses(403, internal);
    api.post(&format!("{path}/users"), json!({ "userIds": [user] })).await.refuses(403, internal);
    api.delete(&format!("{path}/users/{user}")).await.refuses(403, internal);
    api.post(&format!("{path}/applications"), json!({ "applicationIds": [machine] })).await.refuses(403, internal);
    api.delete(&format!("{path}/applications/{machine}")).await.refuses(403, internal);
    api.post(&format!("{path}/scopes"), json!({ "scopeIds": [scope] })).await.refuses(403, internal);
    api.delete(&format!("{path}/scopes/management-api-all")).await.refuses(403, internal);
});
