//! What webhooks are told of changes over the Management API: every event, whole.

use avouch_crypto::{hex, hmac_sha256};
use avouch_testkit::{Answer, Client, Received, Receiver, on_both};
use http::Method;
use serde_json::{Value, json};

/// A webhook for some events, and who hears it.
pub(super) struct Listening {
    pub(super) api: Client,
    pub(super) receiver: Receiver,
    hook: Value,
    heard: usize,
}

impl Listening {
    pub(super) async fn to(api: &Client, events: &[&str]) -> Self {
        let (api, receiver) = (api.with("user-agent", "tests"), Receiver::start().await);
        let body = json!({ "name": "h", "events": events, "config": { "url": receiver.base } });
        let hook = api.post("/api/hooks", body).await.expect(201).json();
        Self { api, receiver, hook, heard: 0 }
    }

    /// What was told next: its signature is right; what differs from time to time is taken out.
    pub(super) async fn next(&mut self) -> Value {
        self.heard += 1;
        let told: Received = self.receiver.wait(self.heard).await.remove(self.heard - 1);
        let key = self.hook["signingKey"].as_str().unwrap();
        assert_eq!(told.headers["logto-signature-sha-256"], hex(&hmac_sha256(key.as_bytes(), told.body.as_bytes())));
        assert_eq!(told.headers["user-agent"], "Logto (https://logto.io/)");
        assert_eq!(told.headers["content-type"], "application/json");
        let mut body = told.json();
        let members = body.as_object_mut().unwrap();
        assert_eq!(members.shift_remove("hookId").unwrap(), self.hook["id"]);
        let created = members.shift_remove("createdAt").unwrap();
        let created = created.as_str().unwrap();
        assert!(created.len() == 24 && created.ends_with('Z'), "{created}");
        self.noted(body["event"].as_str().unwrap()).await;
        body
    }

    /// Waits until a delivery of the event stands in the webhook's log.
    async fn noted(&self, event: &str) {
        let hook = self.hook["id"].as_str().unwrap();
        let path = format!("/api/hooks/{hook}/recent-logs?logKey=TriggerHook.{event}");
        while self.api.get(&path).await.expect(200).header("total-number") == "0" {
            tokio::task::yield_now().await;
        }
    }

    /// Makes a request; what is told of it is the event with the request and its answer.
    async fn expect(&mut self, event: &str, route: &str, params: Value, request: (Method, &str, Value)) -> Answer {
        let (method, path, body) = request;
        let answer = self.api.send(method.clone(), &format!("/api{path}"), "application/json", body.to_string()).await;
        assert!(answer.status.is_success(), "{path} {}", answer.text());
        let mut wanted = json!({
            "event": event, "userAgent": "tests", "ip": "127.0.0.1", "path": path, "method": method.as_str(),
            "status": answer.status.as_u16(), "params": params, "matchedRoute": route,
        });
        if answer.header("content-type").starts_with("application/json") {
            wanted["data"] = answer.json();
        }
        assert_eq!(self.next().await, wanted);
        answer
    }
}

fn post(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::POST, path, body)
}

fn patch(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::PATCH, path, body)
}

fn delete(path: &str) -> (Method, &str, Value) {
    (Method::DELETE, path, json!({}))
}

on_both!(changes_of_users_are_told, server, {
    let events = ["User.Created", "User.Deleted", "User.Data.Updated", "User.SuspensionStatus.Updated"];
    let mut hook = Listening::to(&server.management().await, &events).await;
    let made = hook.expect("User.Created", "/users", json!({}), post("/users", json!({ "username": "ada" }))).await;
    let id = made.text_of("id");
    let of = json!({ "userId": id });
    for (part, body) in [
        ("", json!({ "name": "Ada" })),
        ("/custom-data", json!({ "customData": { "a": 1 } })),
        ("/profile", json!({ "profile": { "nickname": "A" } })),
        ("/password", json!({ "password": "Str0ng-Pa55word" })),
    ] {
        let (route, path) = (format!("/users/:userId{part}"), format!("/users/{id}{part}"));
        hook.expect("User.Data.Updated", &route, of.clone(), patch(&path, body)).await;
    }
    let path = format!("/users/{id}/is-suspended");
    let suspend = patch(&path, json!({ "isSuspended": true }));
    hook.expect("User.SuspensionStatus.Updated", "/users/:userId/is-suspended", of.clone(), suspend).await;
    let before = hook.api.get(&format!("/api/users/{id}")).await.expect(200).json();
    let path = format!("/users/{id}/logto-configs");
    hook.api.patch(&format!("/api{path}"), json!({ "mfa": { "skipped": true } })).await.expect(200);
    let mut wanted = json!({
        "event": "User.Data.Updated", "userAgent": "tests", "ip": "127.0.0.1", "path": path, "method": "PATCH",
        "status": 200, "params": of, "matchedRoute": "/users/:userId/logto-configs",
    });
    assert_eq!(without_user(hook.next().await, &before), wanted);
    hook.api.delete(&format!("/api/users/{id}")).await.expect(204);
    wanted = json!({
        "event": "User.Deleted", "userAgent": "tests", "ip": "127.0.0.1", "path": format!("/users/{id}"),
        "method": "DELETE", "status": 204, "params": of, "matchedRoute": "/users/:userId",
    });
    assert_eq!(without_user(hook.next().await, &before), wanted);
});

/// What was told but for its `data`, which is a user: as it is, with nothing that is nobody's business.
fn without_user(mut told: Value, user: &Value) -> Value {
    let mut data = told.as_object_mut().unwrap().shift_remove("data").unwrap();
    let mut wanted = user.clone();
    for kept_back in ["hasPassword", "ssoIdentities", "updatedAt"] {
        wanted.as_object_mut().unwrap().shift_remove(kept_back);
    }
    assert!(data.as_object_mut().unwrap().shift_remove("updatedAt").unwrap().is_u64());
    assert_eq!(data, wanted);
    told
}

on_both!(changes_of_roles_and_scopes_are_told, server, {
    let api = server.management().await;
    let (_, first) = api.resource("https://one.test", "first").await;
    let events = [
        "Role.Created",
        "Role.Deleted",
        "Role.Data.Updated",
        "Role.Scopes.Updated",
        "Scope.Created",
        "Scope.Deleted",
        "Scope.Data.Updated",
    ];
    let mut hook = Listening::to(&api, &events).await;
    // A role with its first scopes is told as both.
    let body = json!({ "name": "r", "description": "d", "scopeIds": [first] });
    let role = hook.api.post("/api/roles", body).await.expect(200).json();
    let id = role["id"].as_str().unwrap().to_owned();
    let scopes = hook.next().await;
    let request = json!({
        "userAgent": "tests", "ip": "127.0.0.1", "path": "/roles", "method": "POST", "status": 200, "params": {},
        "matchedRoute": "/roles",
    });
    let mut wanted = request.clone();
    wanted["event"] = "Role.Scopes.Updated".into();
    wanted["roleId"] = json!(id);
    wanted["data"] = json!([scopes["data"][0]]);
    assert_eq!((&scopes, &scopes["data"][0]["id"]), (&wanted, &json!(first)));
    let mut wanted = request;
    wanted["event"] = "Role.Created".into();
    wanted["data"] = role;
    assert_eq!(hook.next().await, wanted);
    let resource = hook.api.post("/api/resources", json!({ "name": "API", "indicator": "https://two.test" })).await;
    let resource = resource.expect(201).text_of("id");
    let (route, path) = ("/resources/:resourceId/scopes", format!("/resources/{resource}/scopes"));
    let of = json!({ "resourceId": resource });
    let scope = hook.expect("Scope.Created", route, of, post(&path, json!({ "name": "read" }))).await.text_of("id");
    let (route, path) = ("/resources/:resourceId/scopes/:scopeId", format!("{path}/{scope}"));
    let of_scope = json!({ "resourceId": resource, "scopeId": scope });
    hook.expect("Scope.Data.Updated", route, of_scope.clone(), patch(&path, json!({ "name": "write" }))).await;
    let (own, own_path) = ("/roles/:id/scopes", format!("/roles/{id}/scopes"));
    let body = json!({ "scopeIds": [scope] });
    hook.expect("Role.Scopes.Updated", own, json!({ "id": id }), post(&own_path, body)).await;
    let taken = json!({ "id": id, "scopeId": scope });
    let own_path = format!("{own_path}/{scope}");
    hook.expect("Role.Scopes.Updated", "/roles/:id/scopes/:scopeId", taken, delete(&own_path)).await;
    hook.expect("Scope.Deleted", route, of_scope, delete(&path)).await;
    let path = format!("/roles/{id}");
    hook.expect("Role.Data.Updated", "/roles/:id", json!({ "id": id }), patch(&path, json!({ "name": "s" }))).await;
    hook.expect("Role.Deleted", "/roles/:id", json!({ "id": id }), delete(&path)).await;
});

on_both!(changes_of_organizations_are_told, server, {
    let events = [
        "Organization.Created",
        "Organization.Deleted",
        "Organization.Data.Updated",
        "OrganizationRole.Created",
        "OrganizationRole.Deleted",
        "OrganizationRole.Data.Updated",
        "OrganizationRole.Scopes.Updated",
        "OrganizationScope.Created",
        "OrganizationScope.Deleted",
        "OrganizationScope.Data.Updated",
    ];
    let mut hook = Listening::to(&server.management().await, &events).await;
    let mut made = Vec::new();
    for (noun, event) in [
        ("organizations", "Organization"),
        ("organization-scopes", "OrganizationScope"),
        ("organization-roles", "OrganizationRole"),
    ] {
        let (route, body) = (format!("/{noun}"), json!({ "name": "n" }));
        let answer = hook.expect(&format!("{event}.Created"), &route, json!({}), post(&route, body)).await;
        let id = answer.text_of("id");
        let (of, path) = (format!("/{noun}/:id"), format!("/{noun}/{id}"));
        let body = json!({ "description": "d" });
        hook.expect(&format!("{event}.Data.Updated"), &of, json!({ "id": id }), patch(&path, body)).await;
        made.push((event, of, path, id));
    }
    let (scope, role) = (made[1].3.clone(), made[2].3.clone());
    let (route, path) = ("/organization-roles/:id/scopes", format!("/organization-roles/{role}/scopes"));
    let (event, body) = ("OrganizationRole.Scopes.Updated", json!({ "organizationScopeIds": [scope] }));
    hook.expect(event, route, json!({ "id": role }), post(&path, body.clone())).await;
    hook.expect(event, route, json!({ "id": role }), (Method::PUT, &path, body.clone())).await;
    let (route, path) = (format!("{route}/:organizationScopeId"), format!("{path}/{scope}"));
    hook.expect(event, &route, json!({ "id": role, "organizationScopeId": scope }), delete(&path)).await;
    // A role with its first scopes is told as both.
    let body = json!({ "name": "m", "organizationScopeIds": [scope] });
    let both = hook.api.post("/api/organization-roles", body).await.expect(201).json();
    let granted = hook.next().await;
    let wanted = json!({
        "event": event, "userAgent": "tests", "ip": "127.0.0.1", "path": "/organization-roles", "method": "POST",
        "status": 201, "params": {}, "matchedRoute": "/organization-roles", "organizationRoleId": both["id"],
    });
    assert_eq!(granted, wanted);
    assert_eq!(hook.next().await["event"], "OrganizationRole.Created");
    for (event, route, path, id) in made {
        hook.expect(&format!("{event}.Deleted"), &route, json!({ "id": id }), delete(&path)).await;
    }
});

on_both!(who_comes_and_goes_in_organizations_is_told, server, {
    let api = server.management().await;
    let organization = api.organization("o").await;
    let (ada, bob, machine) = (api.user("ada").await, api.user("bob").await, api.application("MachineToMachine").await);
    let mut hook = Listening::to(&api, &["Organization.Membership.Updated"]).await;
    let path = format!("/api/organizations/{organization}");
    let told = |more: Value| {
        let mut told = json!({
            "event": "Organization.Membership.Updated", "userAgent": "tests", "ip": "127.0.0.1",
            "organizationId": organization,
        });
        for (name, value) in more.as_object().unwrap() {
            told[name] = value.clone();
        }
        told
    };
    hook.api.post(&format!("{path}/users"), json!({ "userIds": [ada] })).await.expect(201);
    assert_eq!(hook.next().await, told(json!({ "addedUserIds": [ada] })));
    hook.api.put(&format!("{path}/users"), json!({ "userIds": [bob] })).await.expect(204);
    assert_eq!(hook.next().await, told(json!({ "addedUserIds": [bob], "removedUserIds": [ada] })));
    hook.api.delete(&format!("{path}/users/{bob}")).await.expect(204);
    assert_eq!(hook.next().await, told(json!({ "removedUserIds": [bob] })));
    hook.api.post(&format!("{path}/applications"), json!({ "applicationIds": [machine] })).await.expect(201);
    assert_eq!(hook.next().await, told(json!({ "addedApplicationIds": [machine] })));
    hook.api.put(&format!("{path}/applications"), json!({ "applicationIds": [] })).await.expect(204);
    assert_eq!(hook.next().await, told(json!({ "removedApplicationIds": [machine] })));
    hook.api.post(&format!("{path}/applications"), json!({ "applicationIds": [machine] })).await.expect(201);
    hook.next().await;
    hook.api.delete(&format!("{path}/applications/{machine}")).await.expect(204);
    assert_eq!(hook.next().await, told(json!({ "removedApplicationIds": [machine] })));
    // Who accepts an invitation comes too.
    let email = json!({ "primaryEmail": "ada@example.test" });
    hook.api.patch(&format!("/api/users/{ada}"), email).await.expect(200);
    let expires = server.clock.now().millis() + 100_000;
    let invitation = json!({ "invitee": "ada@example.test", "organizationId": organization, "expiresAt": expires });
    let invitation = hook.api.post("/api/organization-invitations", invitation).await.expect(201).text_of("id");
    let accepted = json!({ "status": "Accepted", "acceptedUserId": ada });
    let path = format!("/api/organization-invitations/{invitation}/status");
    hook.api.put(&path, accepted).await.expect(200);
    assert_eq!(hook.next().await, told(json!({ "addedUserIds": [ada] })));
});
