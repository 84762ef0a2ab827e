//! `/api/.well-known/endpoints/{tenantId}`

use avouch_testkit::{Database, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_admin_tenant_knows_where_the_others_are() {
    let server = Server::start(Database::Sqlite).await;
    let admin = server.anonymous_admin();
    let answer = admin.get("/api/.well-known/endpoints/default").await.expect(200).json();
    assert_eq!(answer["user"], format!("{}/", server.anonymous().base));
    admin.get("/api/.well-known/endpoints/nope").await.refuses(404, "entity.not_found");
    let elsewhere = server.anonymous().get("/api/.well-known/endpoints/default").await.expect(404);
    assert_eq!(elsewhere.text(), "Not Found");
}
