//! `/api/domains`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(no_domain_can_be_made_sure_of, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/domains").await.expect(200).json(), json!([]));
    api.post("/api/domains", json!({ "domain": "id.example.test" })).await.refuses(400, "domain.not_configured");
    api.get("/api/domains/nope").await.refuses(404, "entity.not_exists_with_id");
    api.delete("/api/domains/nope").await.refuses(400, "domain.not_configured");
});
