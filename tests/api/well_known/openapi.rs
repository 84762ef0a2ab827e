//! `/api/.well-known/….openapi.json`

use avouch_testkit::{Database, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_audience_has_its_document() {
    let server = Server::start(Database::Sqlite).await;
    let anyone = server.anonymous();
    let management = anyone.get("/api/.well-known/management.openapi.json").await.expect(200).json();
    assert!(management["paths"]["/api/roles"]["post"]["requestBody"].is_object());
    for name in ["experience", "user"] {
        let document = anyone.get(&format!("/api/.well-known/{name}.openapi.json")).await.expect(200).json();
        assert!(document["paths"].as_object().unwrap().keys().all(|path| !path.starts_with("/api/roles")));
    }
}
