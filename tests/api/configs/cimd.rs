//! `/api/configs/cimd`

use avouch_testkit::{Database, Server, on_both};
use serde_json::json;

const PATH: &str = "/api/configs/cimd";

on_both!(documents_are_not_fetched_where_they_could_be_private, server, {
    let api = server.management().await;
    assert_eq!(api.get(PATH).await.expect(200).json(), json!({ "enabled": false }));
    api.patch(PATH, json!({ "enabled": true })).await.refuses(422, "request.invalid_input");
    assert_eq!(api.patch(PATH, json!({ "enabled": false })).await.expect(200).json(), json!({ "enabled": false }));
    api.patch(PATH, json!({ "enabled": "yes" })).await.refuses(400, "guard.invalid_input");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_known_by_documents_are_let_in() {
    let server = Server::with(Database::Sqlite, &[("OUTBOUND_PUBLIC_ONLY", "true")]).await;
    let api = server.management().await;
    assert_eq!(api.patch(PATH, json!({ "enabled": true })).await.expect(200).json(), json!({ "enabled": true }));
    assert_eq!(api.patch(PATH, json!({})).await.expect(200).json(), json!({ "enabled": true }));
}
