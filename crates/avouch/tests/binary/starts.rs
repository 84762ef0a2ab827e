//! The first minute: how fast it is there, and how little it takes.

use std::time::Duration;

use avouch_testkit::{Database, Place};

use crate::process::Process;

/// A debug build on a busy machine is given this many times what a release build may take.
const SLACK: u32 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_and_an_existing_database_are_ready_at_once() {
    let place = Place::make(Database::Sqlite).await;
    let first = Process::start(&place, &[]).await;
    assert!(first.took < Duration::from_millis(500) * SLACK, "{:?}", first.took);
    assert_eq!(first.stop(), Some(0), "told to stop, it ends well");
    let second = Process::start(&place, &[]).await;
    assert!(second.took < Duration::from_millis(100) * SLACK, "{:?}", second.took);
    second.management().await.get("/api/roles").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_finishes_what_is_under_way_before_it_stops() {
    let place = Place::make(Database::Sqlite).await;
    let server = Process::start(&place, &[]).await;
    let api = server.management().await;
    let asked: Vec<_> = (0..50)
        .map(|index| {
            let api = api.clone();
            let body = format!("{{\"name\":\"role {index}\",\"description\":\"d\"}}");
            tokio::spawn(async move { api.try_send(http::Method::POST, "/api/roles", "application/json", body).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(server.stop(), Some(0));
    for answer in futures_util::future::join_all(asked).await {
        // Either it was not accepted any more, or it was answered whole.
        if let Some(answer) = answer.unwrap() {
            answer.expect(200);
        }
    }
}
