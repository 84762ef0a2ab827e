//! Connections whose request was refused before its body was read.

use avouch_testkit::{Database, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The head of the next answer; its body is left out.
async fn answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).await.unwrap(), 1, "the connection ended");
        read.extend(byte);
    }
    let head = String::from_utf8(read).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).map_or("0", |rest| rest.split("\r\n").next().unwrap());
    stream.read_exact(&mut vec![0; length.parse().unwrap()]).await.unwrap();
    head
}

fn post(length: usize) -> String {
    format!(
        "POST /api/roles HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_survives_a_refusal_or_is_said_to_close() {
    let server = Server::start(Database::Sqlite).await;
    let address = server.anonymous().base.strip_prefix("http://").unwrap().replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    // More than is read at once.
    for _ in 0..2 {
        stream.write_all(post(100_000).as_bytes()).await.unwrap();
        stream.write_all(&vec![b' '; 100_000]).await.unwrap();
        let head = answer(&mut stream).await;
        assert!(head.starts_with("http/1.1 401") && !head.contains("connection: close"), "{head}");
    }
    // A body that is too long to be read for nothing, and one that does not come.
    for length in [100_000_000, 10] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(post(length).as_bytes()).await.unwrap();
        let head = answer(&mut stream).await;
        assert!(head.starts_with("http/1.1 401") && head.contains("connection: close"), "{head}");
        assert_eq!(stream.read(&mut [0]).await.unwrap_or(0), 0, "the connection ends");
    }
}
