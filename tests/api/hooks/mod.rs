//! `/api/hooks`

mod events;
mod people;
mod recent_logs;
mod replay;
mod signing_key;
mod test;

use avouch_crypto::{hex, hmac_sha256};
use avouch_testkit::{Client, Receiver, on_both};
use serde_json::{Value, json};

/// Makes a webhook for events; answers it.
async fn listen(api: &Client, receiver: &Receiver, events: &[&str]) -> Value {
    let config = json!({ "url": format!("{}/hook", receiver.base), "headers": { "x-own": "1" } });
    api.post("/api/hooks", json!({ "name": "h", "events": events, "config": config })).await.expect(201).json()
}

on_both!(a_webhook_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let config = json!({ "url": "http://localhost:9/" });
    let body = json!({ "name": "h", "events": ["User.Created", "User.Created"], "config": config, "enabled": false });
    let made = api.post("/api/hooks", body).await.expect(201).json();
    assert_eq!(
        (&made["events"], &made["event"], &made["enabled"]),
        (&json!(["User.Created"]), &json!(null), &json!(false))
    );
    assert_eq!(made["signingKey"].as_str().unwrap().len(), 32);
    api.post("/api/hooks", json!({ "config": config })).await.refuses(400, "hook.missing_events");
    for wrong in [
        json!({ "events": ["Nope"], "config": config }),
        json!({ "events": [], "config": config }),
        json!({ "events": ["PostSignIn"] }),
    ] {
        api.post("/api/hooks", wrong).await.refuses(400, "guard.invalid_input");
    }
    let path = format!("/api/hooks/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.expect(200).json(), made);
    let stats = api.get("/api/hooks?includeExecutionStats=true").await.expect(200).json();
    assert_eq!(stats[0]["executionStats"], json!({ "successCount": 0, "requestCount": 0 }));
    assert_eq!(api.get("/api/hooks?page=1").await.expect(200).header("total-number"), "1");
    let changed = api.patch(&path, json!({ "event": "PostSignIn", "config": { "url": "x", "retries": 0 } })).await;
    assert_eq!(changed.expect(200).json()["config"], json!({ "url": "x", "retries": 0 }));
    api.patch(&path, json!({})).await.refuses(422, "entity.invalid_input");
    api.patch("/api/hooks/nope", json!({ "enabled": true })).await.refuses(404, "entity.not_exists");
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&path).await.refuses(404, "entity.not_found");
});

on_both!(changes_are_told_and_signed, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let hook = listen(&api, &receiver, &["Role.Created", "Role.Data.Updated", "Role.Deleted"]).await;
    let role = api.role("first", "User").await;
    let path = format!("/api/roles/{role}");
    api.patch(&path, json!({ "name": "second" })).await.expect(200);
    api.patch(&path, json!({ "name": "" })).await.refuses(400, "guard.invalid_input");
    api.delete(&path).await.expect(204);
    let told = receiver.wait(3).await;
    let key = hook["signingKey"].as_str().unwrap();
    for request in &told {
        assert_eq!(
            request.headers["logto-signature-sha-256"],
            hex(&hmac_sha256(key.as_bytes(), request.body.as_bytes()))
        );
        assert_eq!((request.line.as_str(), request.headers["x-own"].as_str()), ("POST /hook", "1"));
    }
    let bodies: Vec<Value> = told.iter().map(avouch_testkit::Received::json).collect();
    let events: Vec<&Value> = bodies.iter().map(|body| &body["event"]).collect();
    assert_eq!(events, ["Role.Created", "Role.Data.Updated", "Role.Deleted"], "in order");
    assert_eq!((&bodies[0]["data"]["name"], &bodies[1]["data"]["name"]), (&json!("first"), &json!("second")));
    assert_eq!(
        (bodies[2].get("data"), &bodies[2]["status"], &bodies[2]["method"]),
        (None, &json!(204), &json!("DELETE"))
    );
    assert_eq!(
        (&bodies[1]["path"], &bodies[1]["matchedRoute"]),
        (&json!(format!("/roles/{role}")), &json!("/roles/:id"))
    );
    assert_eq!((&bodies[1]["params"], &bodies[1]["hookId"]), (&json!({ "id": role }), &hook["id"]));
    assert!(bodies[0]["ip"].is_string() && bodies[0]["createdAt"].as_str().unwrap().ends_with('Z'));
});

on_both!(every_kind_of_change_is_told, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let all = [
        "User.Created",
        "User.Deleted",
        "User.Data.Updated",
        "User.SuspensionStatus.Updated",
        "Role.Scopes.Updated",
        "Scope.Created",
        "Scope.Deleted",
        "Scope.Data.Updated",
        "Organization.Created",
        "Organization.Deleted",
        "Organization.Data.Updated",
        "Organization.Membership.Updated",
        "OrganizationRole.Created",
        "OrganizationRole.Deleted",
        "OrganizationRole.Data.Updated",
        "OrganizationRole.Scopes.Updated",
        "OrganizationScope.Created",
        "OrganizationScope.Deleted",
        "OrganizationScope.Data.Updated",
    ];
    listen(&api, &receiver, &all).await;
    let user = api.user("ada").await;
    let path = format!("/api/users/{user}");
    api.patch(&path, json!({ "name": "Ada" })).await.expect(200);
    api.patch(&format!("{path}/is-suspended"), json!({ "isSuspended": true })).await.expect(200);
    let (resource, scope) = api.resource("https://api.test", "read").await;
    let scope_path = format!("/api/resources/{resource}/scopes/{scope}");
    api.patch(&scope_path, json!({ "name": "write" })).await.expect(200);
    let role = api.role("r", "User").await;
    api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [scope] })).await.expect(201);
    api.delete(&scope_path).await.expect(204);
    let organization = api.organization("o").await;
    let path_of = format!("/api/organizations/{organization}");
    api.patch(&path_of, json!({ "name": "p" })).await.expect(200);
    api.post(&format!("{path_of}/users"), json!({ "userIds": [user] })).await.expect(201);
    api.put(&format!("{path_of}/users"), json!({ "userIds": [] })).await.expect(204);
    api.delete(&path_of).await.expect(204);
    let org_scope = api.organization_scope("invite").await;
    let org_role = api.organization_role("admin").await;
    let role_path = format!("/api/organization-roles/{org_role}");
    api.post(&format!("{role_path}/scopes"), json!({ "organizationScopeIds": [org_scope] })).await.expect(201);
    api.patch(&role_path, json!({ "name": "owner" })).await.expect(200);
    api.delete(&role_path).await.expect(204);
    api.patch(&format!("/api/organization-scopes/{org_scope}"), json!({ "name": "i" })).await.expect(200);
    api.delete(&format!("/api/organization-scopes/{org_scope}")).await.expect(204);
    api.delete(&path).await.expect(204);
    let told = receiver.wait(20).await;
    let events: Vec<String> = told.iter().map(|request| request.json()["event"].as_str().unwrap().to_owned()).collect();
    for event in all {
        assert!(events.iter().any(|told| told == event), "{event} in {events:?}");
    }
    let members: Vec<Value> = told
        .iter()
        .map(avouch_testkit::Received::json)
        .filter(|body| body["event"] == "Organization.Membership.Updated")
        .collect();
    assert_eq!((&members[0]["addedUserIds"], &members[1]["removedUserIds"]), (&json!([user]), &json!([user])));
    assert_eq!(members[0]["organizationId"], json!(organization));
    let deleted = told.last().unwrap().json();
    assert_eq!((&deleted["event"], &deleted["data"]["id"]), (&json!("User.Deleted"), &json!(user)));
});

on_both!(a_disabled_webhook_and_other_events_are_not_told, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let off = listen(&api, &receiver, &["Role.Created"]).await;
    api.patch(&format!("/api/hooks/{}", off["id"].as_str().unwrap()), json!({ "enabled": false })).await.expect(200);
    listen(&api, &receiver, &["Role.Deleted"]).await;
    let role = api.role("first", "User").await;
    api.delete(&format!("/api/roles/{role}")).await.expect(204);
    let told = receiver.wait(1).await;
    assert_eq!((told.len(), &told[0].json()["event"]), (1, &json!("Role.Deleted")));
});

on_both!(the_one_event_of_before_counts_where_there_are_no_others, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let config = |path: &str| {
        let url = format!("{}/{path}", receiver.base);
        json!({ "url": url, "headers": { "user-agent": "ours", "logto-signature-sha-256": "forged" } })
    };
    let only = json!({ "event": "Role.Created", "config": config("one") });
    let only = api.post("/api/hooks", only).await.expect(201).json();
    assert_eq!((&only["event"], &only["events"]), (&json!("Role.Created"), &json!([])));
    let both = json!({ "event": "Role.Created", "events": ["Role.Deleted"], "config": config("both") });
    api.post("/api/hooks", both).await.expect(201);
    let role = api.role("first", "User").await;
    let told = receiver.wait(1).await.remove(0);
    assert_eq!((told.line.as_str(), &told.json()["event"]), ("POST /one", &json!("Role.Created")));
    // A header of the webhook goes before ours, but for the signature.
    let key = only["signingKey"].as_str().unwrap();
    let signature = hex(&hmac_sha256(key.as_bytes(), told.body.as_bytes()));
    assert_eq!(
        (&told.headers["user-agent"], &told.headers["logto-signature-sha-256"]),
        (&"ours".to_owned(), &signature)
    );
    api.delete(&format!("/api/roles/{role}")).await.expect(204);
    let told = receiver.wait(2).await.remove(1);
    assert_eq!((told.line.as_str(), &told.json()["event"]), ("POST /both", &json!("Role.Deleted")));
});
