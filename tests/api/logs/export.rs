//! `/api/logs/export`

use avouch_testkit::on_both;
use serde_json::Value;

on_both!(held entries_are_written_by_the_line_until_their_time_is_over, server, {
    server.management().await;
    server.management().await;
    server.clock.advance(86_400_000);
    let later = server.clock.now();
    let api = server.management().await;
    let answer = api.get("/api/logs/export").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let entries: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let listed = api.get("/api/logs?page_size=100").await.expect(200).json();
    let mut listed: Vec<Value> = listed.as_array().unwrap().clone();
    listed.sort_by_key(|entry| (entry["createdAt"].as_i64(), entry["id"].to_string()));
    assert_eq!((entries.len(), &entries), (3, &listed));
    assert_eq!(api.get("/api/logs/export?logKey=Interaction.Create").await.expect(200).text(), "");
    let since = format!("/api/logs/export?start_time={}", later.millis());
    assert_eq!(api.get(&since).await.expect(200).text().lines().count(), 1);
    api.get("/api/logs/export?start_time=2&end_time=1").await.refuses(400, "log.invalid_time_window");
    // What goes when a tenant's entries have their time.
    let tx = server.tenant("default").begin().await.unwrap();
    assert_eq!(avouch_store::logs::delete_before(&tx, later, 1).await.unwrap(), 1, "no more than asked for");
    assert_eq!(avouch_store::logs::delete_before(&tx, later, 10).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let left = api.get("/api/logs").await.expect(200).json();
    let (count, created) = (left.as_array().unwrap().len(), left[0]["createdAt"].as_i64().unwrap());
    assert!(count == 1 && created >= later.millis(), "{left}");
});
