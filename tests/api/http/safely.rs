//! Writes that are safe to send twice, and that change only what the client has seen.

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::flow::Flow;

on_both!(a_request_with_a_key_is_made_once, server, {
    let api = server.management().await;
    let named = api.with("idempotency-key", "\"first\"");
    let body = json!({ "username": "ada", "primaryEmail": "ada@example.test" });
    let made = named.post("/api/users", body.clone()).await.expect(200);
    assert_eq!(made.header("idempotency-replayed"), "");
    let again = named.post("/api/users", body.clone()).await.expect(200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(made.json(), again.json());
    assert_eq!(made.header("content-type"), again.header("content-type"));
    named.post("/api/users", json!({ "username": "eve" })).await.refuses(422, "request.idempotency_key_reused");
    // Without the key, or with another, it is another request.
    api.post("/api/users", body.clone()).await.refuses(422, "user.username_already_in_use");
    api.with("idempotency-key", "second")
        .post("/api/users", body.clone())
        .await
        .refuses(422, "user.username_already_in_use");
    // A refusal is an answer too.
    api.patch(
        &format!("/api/users/{}", made.text_of("id")),
        json!({ "username": "other", "primaryEmail": "o@example.test" }),
    )
    .await
    .expect(200);
    let refused = api.with("idempotency-key", "second").post("/api/users", body.clone()).await;
    refused.refuses(422, "user.username_already_in_use");
    // The same key names another request at another path.
    named.post("/api/roles", json!({ "name": "r", "description": "d" })).await.expect(200);
});

on_both!(a_key_belongs_to_one_caller, server, {
    let one = server.management().await;
    let given = avouch_domain::bootstrap::Given::default();
    let made = avouch_domain::bootstrap::machine(&server.tenant("default"), "other", &given).await.unwrap();
    let anyone = server.anonymous();
    let token = anyone.token(made.id.as_str(), made.secret.expose(), "https://default.logto.app/api", "all").await;
    let other = anyone.with_token(&token);
    let body = json!({ "name": "Ada" });
    let first = one.with("idempotency-key", "same").post("/api/users", body.clone()).await.expect(200).text_of("id");
    let second = other.with("idempotency-key", "same").post("/api/users", body).await.expect(200).text_of("id");
    assert_ne!(first, second);
    let anonymous = server.anonymous().with("idempotency-key", "same");
    anonymous.post("/api/users", json!({ "name": "Ada" })).await.refuses(401, "auth.authorization_header_missing");
});

on_both!(many_at_once_with_one_key_make_one_user, server, {
    let api = server.management().await.with("idempotency-key", "race");
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let api = api.clone();
            tokio::spawn(async move { api.post("/api/users", json!({ "name": "Ada" })).await })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status.as_u16() {
            200 => made.push(answer.text_of("id")),
            _ => drop(answer.refuses(409, "request.under_way")),
        }
    }
    assert!(!made.is_empty() && made.iter().all(|id| *id == made[0]), "{made:?}");
    assert_eq!(api.get("/api/users").await.expect(200).header("total-number"), "1");
});

on_both!(a_change_is_made_to_what_was_read, server, {
    let api = server.management().await;
    let id = api.user("ada").await;
    let path = format!("/api/users/{id}");
    let tag = api.get(&path).await.expect(200).header("etag").to_owned();
    let knowing = api.with("if-match", &tag);
    knowing.patch(&path, json!({ "name": "Ada" })).await.expect(200);
    let refused = knowing.patch(&path, json!({ "name": "Eve" })).await;
    refused.refuses(412, "request.precondition_failed");
    knowing.delete(&path).await.refuses(412, "request.precondition_failed");
    let now: Value = api.get(&path).await.expect(200).json();
    assert_eq!(now["name"], "Ada");
    api.with("if-match", "*").patch(&path, json!({ "name": "Any" })).await.expect(200);
    let tag = api.get(&path).await.expect(200).header("etag").to_owned();
    let listed = format!("\"other\", W/{tag}");
    api.with("if-match", &listed).delete(&path).await.expect(204);
    // What is not there is not there, whatever the header says; what cannot be read has no tag.
    api.with("if-match", &listed).patch(&path, json!({ "name": "x" })).await.refuses(404, "entity.not_found");
    let untagged = api.with("if-match", "\"x\"");
    let body = json!({ "password": "Str0ng-Pa55word" });
    untagged.patch("/api/users/nobody/password", body).await.refuses(412, "request.precondition_failed");
});

on_both!(of_many_changes_to_the_same_version_one_is_made, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}", api.user("ada").await);
    let tag = api.get(&path).await.expect(200).header("etag").to_owned();
    let knowing = api.with("if-match", &tag);
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let (api, path) = (knowing.clone(), path.clone());
            tokio::spawn(async move { api.patch(&path, json!({ "name": format!("name {number}") })).await })
        })
        .collect();
    let mut changed = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status.as_u16() {
            200 => changed += 1,
            _ => drop(answer.refuses(412, "request.precondition_failed")),
        }
    }
    assert_eq!(changed, 1);
});

/// A value for each parameter of a path, of things that are there.
async fn existing(flow: &Flow<'_>) -> Vec<(&'static str, &'static str, String)> {
    let (api, user) = (&flow.api, &flow.user);
    flow.code(&[]).await;
    let sessions = api.get(&format!("/api/users/{user}/sessions")).await.expect(200).json();
    let session = sessions["sessions"][0]["payload"]["uid"].as_str().unwrap().to_owned();
    api.put(&format!("/api/users/{user}/identities/github"), json!({ "userId": "1" })).await.expect(201);
    let look = format!("/api/applications/{}/sign-in-experience", flow.client);
    api.put(&look, json!({ "displayName": "App" })).await.expect(201);
    let machine = api.application("MachineToMachine").await;
    let third = json!({ "name": "Third", "type": "Traditional", "isThirdParty": true });
    let third = api.post("/api/applications", third).await.expect(200).text_of("id");
    let made = async |path: &str, body: Value| api.post(path, body).await.expect(201).text_of("id");
    let organization = made("/api/organizations", json!({ "name": "O" })).await;
    let members = format!("/api/organizations/{organization}");
    api.post(&format!("{members}/users"), json!({ "userIds": [user] })).await.expect(201);
    api.post(&format!("{members}/applications"), json!({ "applicationIds": [machine] })).await.expect(201);
    let role = made("/api/organization-roles", json!({ "name": "R" })).await;
    let scope = made("/api/organization-scopes", json!({ "name": "S" })).await;
    let invited = json!({ "organizationId": organization, "invitee": "a@b.test", "expiresAt": 4_102_444_800_000_i64 });
    let invitation = made("/api/organization-invitations", invited).await;
    let (resource, _) = api.resource("https://api.test", "read").await;
    let tenant_role = api.role("r", "User").await;
    // The first whose path begins and whose parameter is so.
    vec![
        ("/api/applications/{id}/users", "id", third),
        ("/api/applications/{applicationId}/roles", "applicationId", machine.clone()),
        ("/api/applications", "id", flow.client.clone()),
        ("/api/applications", "applicationId", flow.client.clone()),
        ("/api/organizations", "id", organization),
        ("/api/organizations", "applicationId", machine),
        ("/api/organization-roles", "id", role),
        ("/api/organization-scopes", "id", scope),
        ("/api/organization-invitations", "id", invitation),
        ("/api/resources", "id", resource.clone()),
        ("/api/resources", "resourceId", resource),
        ("/api/roles", "id", tenant_role),
        ("/api/users", "target", "github".to_owned()),
        ("/api/users", "sessionId", session),
        ("/api", "userId", user.clone()),
    ]
}

on_both!(every_change_can_be_bound_to_what_was_read, server, {
    let flow = Flow::new(&server, "SPA").await;
    let existing = existing(&flow).await;
    let value = |path: &str, name: &str| {
        let found = existing.iter().find(|(begin, own, _)| path.starts_with(begin) && *own == name);
        found.map_or_else(|| "x".to_owned(), |(_, _, value)| value.clone())
    };
    let stale = flow.api.with("if-match", "\"stale\"");
    let document = flow.api.get("/api/.well-known/management.openapi.json").await.expect(200).json();
    let mut bound = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => value(path, name),
            None => part.to_owned(),
        });
        let concrete = parts.collect::<Vec<_>>().join("/");
        for (method, operation) in item.as_object().unwrap() {
            if operation["responses"].get("412").is_none() {
                continue;
            }
            // What is not there is not changed, whatever the header says.
            if !matches!(flow.api.get(&concrete).await.status.as_u16(), 200 | 405) {
                continue;
            }
            let method = http::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = stale.send(method, &concrete, "application/json", "{}").await;
            assert_eq!(answer.code(), "request.precondition_failed", "{concrete} {}", answer.status);
            answer.refuses(412, "request.precondition_failed");
            bound += 1;
        }
    }
    assert!(bound > 80, "{bound} operations");
});

on_both!(every_creation_says_what_is_wrong_with_its_key, server, {
    let api = server.management().await.with("idempotency-key", "same");
    let document = api.get("/api/.well-known/management.openapi.json").await.expect(200).json();
    let under_way = async || {
        let tx = server.tenant("default").begin().await.unwrap();
        let sql = "update avouch_kept_answers set status = null where tenant_id = $1";
        tx.execute(sql.into(), Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
    };
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let says = item["post"]["responses"]["409"]["description"].as_str().unwrap_or_default();
        if !says.contains("`request.under_way`") {
            continue;
        }
        let segments = path.split('/').map(|segment| if segment.starts_with('{') { "x" } else { segment });
        let concrete = segments.collect::<Vec<_>>().join("/");
        let post = async |body: &'static str| api.send(http::Method::POST, &concrete, "application/json", body).await;
        // What may be otherwise the next time is not kept.
        if post("{bad").await.status.is_server_error() {
            continue;
        }
        post("{worse").await.refuses(422, "request.idempotency_key_reused");
        under_way().await;
        post("{bad").await.refuses(409, "request.under_way");
        asked += 1;
    }
    assert!(asked > 60, "{asked} operations");
});
