//! `/api/domains`

mod cleanup;
mod verification_files;

use avouch_model::Timestamp;
use avouch_store::params;
use avouch_testkit::{Server, on_both};
use serde_json::json;

on_both!(no_domain_can_be_made_sure_of, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/domains").await.expect(200).json(), json!([]));
    api.post("/api/domains", json!({ "domain": "id.example.test" })).await.refuses(400, "domain.not_configured");
    api.get("/api/domains/nope").await.refuses(404, "entity.not_exists_with_id");
    api.delete("/api/domains/nope").await.refuses(400, "domain.not_configured");
});

/// A domain such as a database of a compatible server may hold.
pub(crate) async fn domain(server: &Server, id: &str, host: &str, status: &str, changed: Timestamp) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql =
        "insert into domains (tenant_id, id, domain, status, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)";
    tx.execute(sql.into(), params![id, host, status, changed]).await.unwrap();
    tx.commit().await.unwrap();
}
