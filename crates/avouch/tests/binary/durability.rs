//! What was answered is there after `kill -9`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use avouch_testkit::{Database, Place};

use crate::process::Process;

const ROUNDS: usize = 20;
const WRITERS: usize = 8;

async fn survives(kind: Database) {
    let place = Place::make(kind).await;
    let counter = Arc::new(AtomicUsize::new(0));
    let mut answered: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let server = Process::start(&place, &[]).await;
        let api = server.management().await;
        check(&api, &answered).await;
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (api, counter) = (api.clone(), Arc::clone(&counter));
                tokio::spawn(async move {
                    let mut done = Vec::new();
                    loop {
                        let name = format!("role-{}", counter.fetch_add(1, Ordering::SeqCst));
                        let body = format!("{{\"name\":\"{name}\",\"description\":\"d\"}}");
                        match api.try_send(http::Method::POST, "/api/roles", "application/json", body).await {
                            Some(answer) => {
                                answer.expect(200);
                                done.push(name);
                            }
                            None => return done,
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(40 + 7 * round as u64)).await;
        server.kill();
        for writer in futures_util::future::join_all(writers).await {
            answered.extend(writer.unwrap());
        }
    }
    assert!(answered.len() > ROUNDS * WRITERS, "there was load: {}", answered.len());
    let server = Process::start(&place, &[]).await;
    check(&server.management().await, &answered).await;
}

async fn check(api: &avouch_testkit::Client, answered: &[String]) {
    let mut found = std::collections::HashSet::new();
    for page in 1.. {
        let rows = api.get(&format!("/api/roles?page={page}&page_size=100")).await.expect(200).json();
        let rows = rows.as_array().unwrap().clone();
        found.extend(rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()));
        if rows.len() < 100 {
            break;
        }
    }
    let lost: Vec<_> = answered.iter().filter(|name| !found.contains(*name)).collect();
    assert!(lost.is_empty(), "{} answered writes are gone: {lost:?}", lost.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_writes_survive_kill_9_sqlite() {
    survives(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_writes_survive_kill_9_postgres() {
    survives(Database::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_is_killed_leaves_nothing_half_done() {
    let place = Place::make(Database::Sqlite).await;
    for delay in [1, 5, 10, 20, 40, 80] {
        let url = place.url();
        let settings = [("DB_URL", url.as_str()), ("PORT", "0"), ("ADMIN_PORT", "0"), ("OBSERVE_ADDRESS", "off")];
        let mut child =
            crate::process::command(&settings).arg("serve").stderr(std::process::Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(delay)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let server = Process::start(&place, &[]).await;
    let roles = server.management().await.get("/api/roles").await.expect(200).json();
    assert_eq!(roles.as_array().unwrap().len(), 1, "{roles}");
}
