//! `/api/organization-invitations/{id}/status`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(held accepting_makes_a_member_with_roles, server, {
    let api = server.management().await;
    let (organization, role) = (api.organization("Org").await, api.organization_role("member").await);
    let user = api.post("/api/users", json!({ "primaryEmail": "I@example.test" })).await.expect(200).text_of("id");
    let other = api.user("other").await;
    let invite = async || {
        let body = json!({
            "organizationId": organization, "invitee": "i@example.test",
            "expiresAt": server.clock.now().millis() + 1000, "organizationRoleIds": [role],
        });
        let id = api.post("/api/organization-invitations", body).await.expect(201).text_of("id");
        format!("/api/organization-invitations/{id}/status")
    };
    let path = invite().await;
    api.put(&path, json!({ "status": "Accepted" })).await.refuses(422, "request.invalid_input");
    let wrong = json!({ "status": "Accepted", "acceptedUserId": other });
    api.put(&path, wrong).await.refuses(422, "request.invalid_input");
    let unknown = json!({ "status": "Accepted", "acceptedUserId": "nobody" });
    api.put(&path, unknown).await.refuses(404, "entity.not_found");
    api.put(&path, json!({ "status": "Pending" })).await.refuses(400, "guard.invalid_input");
    let revoked = api.put(&path, json!({ "status": "Revoked" })).await.expect(200).json();
    assert_eq!(revoked["status"], "Revoked");
    let accept = json!({ "status": "Accepted", "acceptedUserId": user });
    api.put(&path, accept.clone()).await.refuses(422, "request.invalid_input");

    let path = invite().await;
    server.clock.advance(2000);
    api.put(&path, accept.clone()).await.refuses(422, "request.invalid_input");
    let shown = api.get(path.trim_end_matches("/status")).await.json();
    assert_eq!(shown["status"], "Expired");

    let path = invite().await;
    let accepted = api.put(&path, accept).await.expect(200).json();
    assert_eq!((&accepted["status"], &accepted["acceptedUserId"]), (&json!("Accepted"), &json!(user)));
    let members = api.get(&format!("/api/organizations/{organization}/users")).await.json();
    assert_eq!((&members[0]["id"], &members[0]["organizationRoles"][0]["id"]), (&json!(user), &json!(role)));
    api.put("/api/organization-invitations/nope/status", json!({ "status": "Revoked" }))
        .await
        .refuses(404, "entity.not_found");
});
