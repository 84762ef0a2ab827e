//! `/api/organization-invitations/{id}/message`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::messages;

on_both!(an_invitation_goes_by_mail, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let inviter = json!({ "username": "ada", "name": "Ada", "profile": { "nickname": "A" } });
    let inviter = api.post("/api/users", inviter).await.expect(200).text_of("id");
    let body = json!({ "organizationId": organization, "invitee": "i@example.test",
        "inviterId": inviter, "expiresAt": 4_102_444_800_000_i64 });
    let id = api.post("/api/organization-invitations", body).await.expect(201).text_of("id");
    let path = format!("/api/organization-invitations/{id}/message");
    api.post(&path, json!({ "code": "1" })).await.refuses(501, "connector.not_found");
    let receiver = messages(&api).await;
    api.post(&path, json!({ "link": "https://x.test/join", "room": "Blue" })).await.expect(204);
    api.post(&path, json!({ "link": 1 })).await.refuses(400, "guard.invalid_input");
    let mail = receiver.wait(1).await[0].json();
    assert_eq!((&mail["to"], &mail["type"]), (&json!("i@example.test"), &json!("OrganizationInvitation")));
    assert_eq!(mail["payload"]["link"], "https://x.test/join");
    assert_eq!(mail["payload"]["room"], "Blue", "templates may use more than the usual");
    assert_eq!(mail["payload"]["organization"], json!({ "id": organization, "name": "Org", "branding": {} }));
    let known = json!({ "id": inviter, "name": "Ada", "username": "ada", "avatar": null, "primaryEmail": null,
        "primaryPhone": null, "profile": { "nickname": "A" } });
    assert_eq!(mail["payload"]["inviter"], known);
    api.post("/api/organization-invitations/nope/message", json!({})).await.refuses(404, "entity.not_found");
    // One went out already.
    for _ in 0..9 {
        api.post(&path, json!({ "link": "x" })).await.expect(204);
    }
    api.post(&path, json!({ "link": "x" })).await.refuses(429, "request.message_rate_limited");
    let other = api.organization("Other").await;
    let body = json!({ "organizationId": other, "invitee": "i@example.test", "expiresAt": 4_102_444_800_000_i64,
        "messagePayload": { "link": "x" } });
    api.post("/api/organization-invitations", body).await.refuses(429, "request.message_rate_limited");
    let left = api.get(&format!("/api/organization-invitations?organizationId={other}")).await.expect(200).json();
    assert_eq!(left, json!([]), "an invitation that nobody was told of is none");
});
