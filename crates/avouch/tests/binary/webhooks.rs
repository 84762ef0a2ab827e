//! Webhooks under fire: a receiver that fails, hangs and recovers, and a server that is killed in between.
//!
//! `AVOUCH_TEST_EVENTS` says how many events there are: a few thousand where nothing is said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use avouch_testkit::{Client, Database, Place};
use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::process::Process;

/// Whose order is looked at: each has events of its own, numbered.
const ROLES: usize = 8;

/// How a receiver behaves.
const FINE: u8 = 0;
const FAILS: u8 = 1;
const HANGS: u8 = 2;

/// Someone who is told, and remembers what of which role came.
#[derive(Clone)]
struct Sink {
    base: String,
    mood: Arc<AtomicU8>,
    told: Arc<Mutex<HashMap<String, Vec<usize>>>>,
    count: Arc<AtomicUsize>,
}

impl Sink {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let sink = Self { base, mood: Arc::default(), told: Arc::default(), count: Arc::default() };
        let own = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().serve(stream));
            }
        });
        sink
    }

    async fn serve(self, mut stream: TcpStream) {
        let mut read = Vec::new();
        loop {
            let Some((body, length)) = request(&read) else {
                if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                    return;
                }
                continue;
            };
            let status = match self.mood.load(Ordering::SeqCst) {
                FAILS => "500 Failed",
                HANGS => return std::future::pending().await,
                _ => {
                    let told: Value = serde_json::from_slice(&body).unwrap();
                    let number = told["data"]["description"].as_str().unwrap().parse().unwrap();
                    let role = told["data"]["name"].as_str().unwrap().to_owned();
                    self.told.lock().unwrap().entry(role).or_default().push(number);
                    self.count.fetch_add(1, Ordering::SeqCst);
                    "200 OK"
                }
            };
            read.drain(..length);
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn behave(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
    }
}

/// The body of the first request, and how long the whole is.
fn request(read: &[u8]) -> Option<(Vec<u8>, usize)> {
    let end = read.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
    let length: usize = head.split("content-length: ").nth(1)?.lines().next()?.trim().parse().ok()?;
    Some((read.get(end..end + length)?.to_vec(), end + length))
}

/// Changes a role until there were so many changes, or the server is gone; answers the last number that was answered.
async fn change(api: Client, id: String, from: usize, until: usize, slowest: Arc<Mutex<Duration>>) -> usize {
    for number in from..until {
        let began = Instant::now();
        let body = json!({ "description": number.to_string() }).to_string();
        let answer = api.try_send(Method::PATCH, &format!("/api/roles/{id}"), "application/json", body).await;
        let Some(answer) = answer else { return number };
        answer.expect(200);
        let mut slowest = slowest.lock().unwrap();
        *slowest = slowest.max(began.elapsed());
    }
    until
}

/// Kilobytes of memory that a process holds.
fn memory(process: &Process) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn under_fire(kind: Database) {
    let events: usize = std::env::var("AVOUCH_TEST_EVENTS").map_or(1600, |count| count.parse().unwrap());
    let each = events / ROLES;
    let (place, sink) = (Place::make(kind).await, Sink::start().await);
    let mut server = Process::start(&place, &[]).await;
    let mut api = server.management().await;
    let mut roles = Vec::new();
    for name in 0..ROLES {
        roles.push(api.role(&format!("role-{name}"), "User").await);
    }
    let hook = json!({ "name": "sink", "events": ["Role.Data.Updated"], "config": { "url": sink.base } });
    api.post("/api/hooks", hook).await.expect(201);
    let began = Instant::now();
    let (mut done, mut most) = (vec![0; ROLES], 0);
    let slowest = Arc::new(Mutex::new(Duration::ZERO));
    // A part of the events with each mood; the server dies within every part.
    for (part, mood) in [FINE, FAILS, HANGS, FINE].into_iter().enumerate() {
        sink.behave(mood);
        let until = each * (part + 1) / 4;
        let (before, half) = (done.clone(), each / 8);
        let writers: Vec<_> = (0..ROLES)
            .map(|role| tokio::spawn(change(api.clone(), roles[role].clone(), done[role], until, Arc::clone(&slowest))))
            .collect();
        // A killer that waits for half of the part.
        let last = api.clone();
        loop {
            let role = last.get(&format!("/api/roles/{}", roles[0])).await.expect(200).json();
            let number: usize = role["description"].as_str().unwrap().parse().unwrap_or(0);
            most = most.max(memory(&server));
            if number >= before[0] + half {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.kill();
        for (role, writer) in writers.into_iter().enumerate() {
            done[role] = writer.await.unwrap();
        }
        server = Process::start(&place, &[]).await;
        api = server.management().await;
        for (id, done) in roles.iter().zip(&mut done) {
            *done = change(api.clone(), id.clone(), *done, until, Arc::clone(&slowest)).await;
        }
    }
    let made = began.elapsed();
    let all_came = || {
        let told = sink.told.lock().unwrap();
        told.len() == ROLES && told.values().all(|numbers| numbers.contains(&(each - 1)))
    };
    while !all_came() {
        assert!(began.elapsed() < Duration::from_hours(1), "{} came", sink.count.load(Ordering::SeqCst));
        most = most.max(memory(&server));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let told = sink.told.lock().unwrap();
    for (role, numbers) in &*told {
        let mut first = Vec::new();
        let mut seen = vec![false; each];
        for number in numbers {
            if !std::mem::replace(&mut seen[*number], true) {
                first.push(*number);
            }
        }
        assert_eq!(first, (0..each).collect::<Vec<_>>(), "{role}: none lost, in order");
    }
    let slowest = *slowest.lock().unwrap();
    eprintln!(
        "{events} events, {} deliveries; made in {made:?}, told in {:?}; slowest change {slowest:?}; memory {most} kB",
        sink.count.load(Ordering::SeqCst),
        began.elapsed(),
    );
    // A receiver takes up to ten seconds: a change that waited for it would be as slow.
    assert!(slowest < Duration::from_secs(8), "{slowest:?}");
    assert!(most < 400_000, "{most} kB");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_survive_kill_9_and_bad_receivers_sqlite() {
    under_fire(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_survive_kill_9_and_bad_receivers_postgres() {
    under_fire(Database::Postgres).await;
}
