//! `/api/organization-invitations/{id}/message`

use avouch_store::params;
use avouch_testkit::on_both;
use serde_json::json;

on_both!(without_a_connector_nothing_is_sent, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let body =
        json!({ "organizationId": organization, "invitee": "i@example.test", "expiresAt": 4_102_444_800_000_i64 });
    let id = api.post("/api/organization-invitations", body).await.expect(201).text_of("id");
    let path = format!("/api/organization-invitations/{id}/message");
    api.post(&path, json!({ "code": "1" })).await.refuses(501, "connector.not_found");
    // A connector of an older database, which cannot deliver yet.
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into connectors (tenant_id, id, connector_id, created_at) values ($1, 'mail', 'simple-mail-transfer-protocol', $2)";
    tx.execute(sql.into(), params![server.clock.now()]).await.unwrap();
    tx.commit().await.unwrap();
    api.post(&path, json!({ "code": "1" })).await.refuses(501, "connector.not_implemented");
    api.post("/api/organization-invitations/nope/message", json!({})).await.refuses(404, "entity.not_found");
});
