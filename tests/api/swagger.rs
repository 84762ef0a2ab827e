//! `/api/swagger.json`

use avouch_testkit::{Database, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn describes_itself_to_anyone() {
    let server = Server::start(Database::Sqlite).await;
    let document = server.anonymous().get("/api/swagger.json").await.expect(200);
    assert!(document.header("etag").starts_with('"'));
    let document = document.json();
    assert_eq!(document["openapi"], "3.0.1");
    assert!(document["paths"]["/api/swagger.json"]["get"].is_object());
}
