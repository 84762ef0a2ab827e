//! `/api/systems/application`

use avouch_testkit::{Database, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn says_that_there_is_no_proxy_for_protected_applications() {
    let server = Server::start(Database::Sqlite).await;
    let api = server.management().await;
    api.get("/api/systems/application").await.refuses(501, "application.protected_app_not_configured");
}
