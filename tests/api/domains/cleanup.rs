//! `/api/domains/cleanup`

use avouch_model::Timestamp;
use avouch_testkit::on_both;
use serde_json::json;

on_both!(domains_that_nobody_finished_go, server, {
    let api = server.management().await;
    let now = server.clock.now().millis();
    let ago = |days: i64| Timestamp::from_millis(now - days * 86_400_000);
    crate::domains::domain(&server, "active", "active.example.test", "Active", ago(90)).await;
    crate::domains::domain(&server, "old", "old.example.test", "PendingVerification", ago(10)).await;
    crate::domains::domain(&server, "new", "new.example.test", "Error", ago(3)).await;
    let done = api.post("/api/domains/cleanup", json!({ "staleDays": 7 })).await.expect(200).json();
    let expected = json!({ "scannedCount": 3, "deletedCount": 1, "skippedActiveCount": 1, "failedCount": 0 });
    assert_eq!(done, expected);
    let left = api.get("/api/domains").await.expect(200).json();
    let mut left: Vec<&str> = left.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    left.sort_unstable();
    assert_eq!(left, ["active", "new"]);
    for days in [0, -1] {
        api.post("/api/domains/cleanup", json!({ "staleDays": days })).await.refuses(400, "request.invalid_input");
    }
    api.post("/api/domains/cleanup", json!({ "staleDays": i64::MAX })).await.expect(200);
    api.post("/api/domains/cleanup", json!({})).await.refuses(400, "guard.invalid_input");
});
