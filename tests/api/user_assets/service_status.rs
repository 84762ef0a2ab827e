//! `/api/user-assets/service-status`

use avouch_testkit::{Database, on_both};
use serde_json::json;

on_both!(there_is_no_storage, server, {
    let status = server.management().await.get("/api/user-assets/service-status").await.expect(200).json();
    assert_eq!(status, json!({ "status": "not_configured", "isExperienceAvatarUploadEnabled": true }));
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_storage() {
    let server = super::with_storage(Database::Sqlite).await;
    let status = server.management().await.get("/api/user-assets/service-status").await.expect(200).json();
    assert_eq!((&status["status"], &status["maxUploadFileSize"]), (&json!("ready"), &json!(20_971_520)));
    assert_eq!(status["allowUploadMimeTypes"].as_array().unwrap().len(), 10);
}
