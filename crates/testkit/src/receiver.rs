//! Someone whom the server sends requests to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A request that came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method and path, such as `POST /hook`.
    pub line: String,
    /// Headers, names in small letters.
    pub headers: BTreeMap<String, String>,
    /// Body.
    pub body: String,
}

impl Received {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// What is answered to a request: status and JSON body.
type Answers = Arc<dyn Fn(&Received) -> (u16, String) + Send + Sync>;

/// A plain HTTP server that keeps what it is sent.
#[derive(Clone)]
pub struct Receiver {
    /// Address, without a slash at the end.
    pub base: String,
    received: Arc<Mutex<Vec<Received>>>,
    news: Arc<Notify>,
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Receiver").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Receiver {
    /// One that is content with everything.
    pub async fn start() -> Self {
        Self::answering(|_| (200, "{}".to_owned())).await
    }

    /// One that answers in its own way.
    pub async fn answering(answers: impl Fn(&Received) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let receiver =
            Self { base: format!("http://localhost:{port}"), received: Arc::default(), news: Arc::default() };
        let (own, answers): (Self, Answers) = (receiver.clone(), Arc::new(answers));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().serve(stream, Arc::clone(&answers)));
            }
        });
        receiver
    }

    async fn serve(self, mut stream: TcpStream, answers: Answers) {
        let mut read = Vec::new();
        while let Some(request) = next(&mut stream, &mut read).await {
            let (status, body) = answers(&request);
            self.received.lock().expect("no test panicked here").push(request);
            self.news.notify_waiters();
            let head = format!(
                "HTTP/1.1 {status} Answer\r\ncontent-type: application/json\r\netag: \"one\"\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
                return;
            }
        }
    }

    /// What came so far.
    pub fn so_far(&self) -> Vec<Received> {
        self.received.lock().expect("no test panicked here").clone()
    }

    /// The first `count` requests, once they have come; fails if they do not come in time.
    pub async fn wait(&self, count: usize) -> Vec<Received> {
        let all = async {
            loop {
                let news = self.news.notified();
                let received = self.so_far();
                if received.len() >= count {
                    return received;
                }
                news.await;
            }
        };
        let patience = Duration::from_secs(20);
        tokio::time::timeout(patience, all).await.unwrap_or_else(|_| panic!("only {:?} came", self.so_far()))
    }
}

/// Reads a request; nothing once the other side is gone.
async fn next(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<Received> {
    loop {
        if let Some((request, length)) = parse(read) {
            read.drain(..length);
            return Some(request);
        }
        if stream.read_buf(read).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse(read: &[u8]) -> Option<(Received, usize)> {
    let end = read.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(read.get(..end)?).into_owned();
    let mut lines = head.lines();
    let line = lines.next()?.rsplit_once(' ')?.0.to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let body = read.get(end + 4..end + 4 + length)?;
    let body = String::from_utf8_lossy(body).into_owned();
    Some((Received { line, headers, body }, end + 4 + length))
}
