//! `/api/systems/application`

use avouch_testkit::{Database, Server};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_where_protected_applications_live_if_anywhere() {
    let server = Server::start(Database::Sqlite).await;
    let api = server.management().await;
    api.get("/api/systems/application").await.refuses(501, "application.protected_app_not_configured");
    let server = Server::with(Database::Sqlite, &[("PROTECTED_APP_DOMAIN", "Apps.example.test.")]).await;
    let shown = server.management().await.get("/api/systems/application").await.expect(200).json();
    assert_eq!(shown, json!({ "protectedApps": { "defaultDomain": "apps.example.test" } }));
}
