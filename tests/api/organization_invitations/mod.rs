//! `/api/organization-invitations`

mod message;
mod status;

use avouch_testkit::on_both;
use serde_json::json;

const LATER: i64 = 4_102_444_800_000;

on_both!(invitations_are_made_listed_and_deleted, server, {
    let api = server.management().await;
    let (organization, role) = (api.organization("Org").await, api.organization_role("member").await);
    let body = json!({
        "organizationId": organization, "invitee": "I@example.test", "expiresAt": LATER,
        "organizationRoleIds": [role], "messagePayload": false,
    });
    let made = api.post("/api/organization-invitations", body.clone()).await.expect(201).json();
    assert_eq!(made["organizationRoles"], json!([{ "id": role, "name": "member" }]));
    assert_eq!((&made["status"], &made["inviterId"]), (&json!("Pending"), &json!(null)));
    api.post("/api/organization-invitations", body.clone()).await.refuses(422, "entity.unique_integrity_violation");
    let with = |name: &str, value: serde_json::Value| {
        let mut body = body.clone();
        body[name] = value;
        body["invitee"] = if name == "invitee" { body["invitee"].clone() } else { json!("other@example.test") };
        body
    };
    for (body, status, code) in [
        (with("expiresAt", json!(1)), 400, "request.invalid_input"),
        (with("invitee", json!("nobody")), 400, "guard.invalid_input"),
        (with("organizationId", json!("nope")), 422, "entity.relation_foreign_key_not_found"),
        (with("organizationId", json!("")), 400, "guard.invalid_input"),
        (with("organizationId", json!("a".repeat(22))), 400, "guard.invalid_input"),
        (with("inviterId", json!("a".repeat(22))), 400, "guard.invalid_input"),
        (with("organizationRoleIds", json!(["nope"])), 422, "entity.relation_foreign_key_not_found"),
        (with("inviterId", json!("nope")), 422, "entity.relation_foreign_key_not_found"),
        (with("messagePayload", json!({ "link": "https://x.test" })), 501, "connector.not_found"),
        (with("messagePayload", json!(true)), 400, "guard.invalid_input"),
    ] {
        api.post("/api/organization-invitations", body.clone()).await.refuses(status, code);
    }
    let listed = api.get("/api/organization-invitations?invitee=i@EXAMPLE.test").await.expect(200).json();
    assert_eq!(listed, json!([made]), "nothing is left of those that were refused");
    let all = api.get("/api/organization-invitations?inviterId=x").await.expect(200).json();
    assert_eq!(all, json!([]));
    let path = format!("/api/organization-invitations/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.expect(200).json(), made);
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_found");
    api.delete(&path).await.refuses(404, "entity.not_found");
});

on_both!(members_are_not_invited, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let user = api.post("/api/users", json!({ "primaryEmail": "m@example.test" })).await.expect(200).text_of("id");
    api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await.expect(201);
    let body = json!({ "organizationId": organization, "invitee": "M@example.test", "expiresAt": LATER });
    api.post("/api/organization-invitations", body).await.refuses(422, "request.invalid_input");
});
