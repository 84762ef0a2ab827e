//! `/api/logs/stream`

use avouch_testkit::{Server, on_both};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Someone who follows entries.
struct Follower {
    stream: TcpStream,
    read: String,
}

impl Follower {
    async fn start(server: &Server, query: &str, headers: &str) -> Self {
        let (id, secret) = server.credential();
        let anyone = server.anonymous();
        let token = anyone.token(id, secret, "https://default.logto.app/api", "all").await;
        let host = anyone.base.strip_prefix("http://").unwrap().to_owned();
        let mut stream = TcpStream::connect(&host).await.unwrap();
        let request = format!(
            "GET /api/logs/stream{query} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
             accept-encoding: gzip\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut follower = Self { stream, read: String::new() };
        let head = follower.until("\r\n\r\n").await.to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/event-stream"), "{head}");
        assert!(!head.contains("content-encoding"), "{head}");
        follower
    }

    /// Reads up to a text.
    async fn until(&mut self, end: &str) -> String {
        loop {
            if let Some(at) = self.read.find(end) {
                let rest = self.read.split_off(at + end.len());
                return std::mem::replace(&mut self.read, rest);
            }
            let mut bytes = [0; 4096];
            let count = self.stream.read(&mut bytes).await.unwrap();
            assert!(count > 0, "cut off after {}", self.read);
            self.read.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    /// The next event: its identifier and its entry.
    async fn next(&mut self) -> (String, Value) {
        self.until("id: ").await;
        let id = self.until("\n").await.trim().to_owned();
        self.until("data: ").await;
        (id, serde_json::from_str(&self.until("\n\n").await).unwrap())
    }
}

on_both!(entries_are_told_as_they_come, server, {
    let api = server.management().await;
    let mut follower = Follower::start(&server, "?logKey=ExchangeTokenBy.ClientCredentials", "").await;
    // A sign of life comes before any entry.
    follower.until(":\n").await;
    server.management().await;
    let (id, entry) = follower.next().await;
    let listed = api.get("/api/logs?page_size=100").await.expect(200).json();
    let found = listed.as_array().unwrap().iter().find(|one| one["id"] == entry["id"]).unwrap();
    assert_eq!((found, &entry["key"]), (&entry, &"ExchangeTokenBy.ClientCredentials".into()));
    assert_eq!(id, format!("{}-{}", entry["createdAt"], entry["id"].as_str().unwrap()));
    // Who was cut off is told what came in the meantime.
    drop(follower);
    server.management().await;
    let mut again = Follower::start(&server, "", &format!("last-event-id: {id}\r\n")).await;
    let (_, first) = again.next().await;
    assert!(first["createdAt"].as_i64() >= entry["createdAt"].as_i64());
    let newest = api.get("/api/logs?page_size=1").await.expect(200).json()[0]["id"].clone();
    let mut told = first;
    while told["id"] != newest {
        told = again.next().await.1;
    }
    let mut none = Follower::start(&server, "?applicationId=nobody", "").await;
    none.until(":\n").await;
    server.management().await;
    none.until(":\n").await;
    assert!(!none.read.contains("data:"));
    api.get("/api/logs/stream?start_time=x").await.refuses(400, "guard.invalid_input");
    api.get("/api/logs/stream?start_time=2&end_time=1").await.refuses(400, "log.invalid_time_window");
});
