//! `/api/status`

use avouch_testkit::{Database, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_the_tenant_only_to_who_knows_the_key() {
    let server = Server::with(Database::Sqlite, &[("STATUS_API_KEY", "the-key")]).await;
    let status =
        async |key: &str| server.anonymous().with("logto-status-api-key", key).get("/api/status").await.expect(204);
    assert_eq!(status("the-key").await.header("logto-tenant-id"), "default");
    assert_eq!(status("other").await.header("logto-tenant-id"), "");
    assert_eq!(server.anonymous().get("/api/status").await.expect(204).header("logto-tenant-id"), "");
    let admin = server.anonymous_admin().with("logto-status-api-key", "the-key");
    assert_eq!(admin.get("/api/status").await.header("logto-tenant-id"), "admin");
}
