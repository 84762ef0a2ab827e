//! `/api/hooks/{id}/recent-logs`

mod replay;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use avouch_testkit::{Receiver, on_both};
use serde_json::json;

use super::listen;

on_both!(held deliveries_are_kept_and_failed_ones_are_tried_again, server, {
    let fine = Arc::new(AtomicBool::new(false));
    let answer = Arc::clone(&fine);
    let receiver = Receiver::answering(move |_| if answer.load(Ordering::SeqCst) { (200, "{\"ok\":1}".to_owned()) } else { (500, "down".to_owned()) }).await;
    let api = server.management().await;
    let hook = listen(&api, &receiver, &["Role.Created"]).await;
    let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
    api.role("first", "User").await;
    receiver.wait(1).await;
    api.role("second", "User").await;
    let entries = async |count: usize| loop {
        let listed = api.get(&format!("{path}/recent-logs?page_size=10")).await.expect(200).json();
        if listed.as_array().unwrap().len() >= count {
            return listed;
        }
        tokio::task::yield_now().await;
    };
    let failed = entries(1).await;
    assert_eq!((&failed[0]["key"], &failed[0]["payload"]["result"]), (&json!("TriggerHook.Role.Created"), &json!("Error")));
    assert_eq!(failed[0]["payload"]["response"], json!({ "statusCode": 500, "body": "down" }));
    assert!(failed[0].get("tenantId").is_none());
    fine.store(true, Ordering::SeqCst);
    server.clock.advance(31_000);
    let told = receiver.wait(3).await;
    let names: Vec<String> = told.iter().map(|one| one.json()["data"]["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["first", "first", "second"], "the second waits for the first");
    entries(3).await;
    let stats = api.get(&format!("{path}?includeExecutionStats=yes")).await.expect(200).json();
    assert_eq!(stats["executionStats"], json!({ "successCount": 2, "requestCount": 3 }));
    let none = api.get(&format!("{path}/recent-logs?logKey=TriggerHook.PostSignIn")).await.expect(200);
    assert_eq!(none.header("total-number"), "0");
    api.get(&format!("{path}/recent-logs?start_time=2&end_time=1")).await.refuses(400, "log.invalid_time_window");
    assert_eq!(api.get("/api/logs?logKey=TriggerHook.Role.Created").await.expect(200).json(), json!([]));
});
