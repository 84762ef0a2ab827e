//! The client, against servers of its own.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use avouch_outbound::{Client, Error, Options, Reach, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server that says the same to everyone, and counts and repeats what it heard in `x-heard`.
async fn server(answer: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).await.unwrap_or_default();
            let heard = String::from_utf8_lossy(&buffer[..read]).replace("\r\n", "|");
            let answer = answer.replace("{heard}", &heard);
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (address, asked)
}

#[tokio::test]
async fn redirects_are_answers() {
    let (address, _) =
        server("HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n").await;
    let client = Client::new(Reach::Private).unwrap();
    assert_eq!(client.send(Request::get(format!("http://{address}/"))).await.unwrap().status, 302);
}

#[tokio::test]
async fn names_and_numbers_are_looked_at() {
    let (address, _) = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let url = format!("http://localhost:{}/", address.port());
    let (public, private) = (Client::new(Reach::Public).unwrap(), Client::new(Reach::Private).unwrap());
    assert_eq!(private.send(Request::get(&url)).await.unwrap().text(), "ok");
    assert_eq!(public.send(Request::get(&url)).await.unwrap_err(), Error::Refused);
    for numbers in
        ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"]
    {
        let url = url.replace("localhost", numbers);
        assert_eq!(public.send(Request::get(url)).await.unwrap_err(), Error::Refused, "{numbers}");
    }
    for (wrong, error) in [
        ("ftp://localhost/", Error::Malformed),
        ("file:///etc/passwd", Error::Malformed),
        ("nonsense", Error::Malformed),
        ("http://169.254.169.254/latest", Error::Refused),
        ("http://2852039166/latest", Error::Refused),
        ("http://[fe80::1]/", Error::Refused),
        ("http://localhost:1/", Error::Unreachable),
    ] {
        assert_eq!(private.send(Request::get(wrong)).await.unwrap_err(), error, "{wrong}");
    }
    let smuggled = Request::get(&url).header("x-own", "a\r\nhost: other");
    assert_eq!(private.send(smuggled).await.unwrap_err(), Error::Malformed);
}

#[tokio::test]
async fn answers_are_bounded_in_size_and_time() {
    let (address, _) = server("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabcdef").await;
    let client = Client::new(Reach::Private).unwrap();
    let url = format!("http://{address}/");
    assert_eq!(client.send(Request::get(&url).largest(6)).await.unwrap().text(), "abcdef");
    assert_eq!(client.send(Request::get(&url).largest(5)).await.unwrap_err(), Error::TooLarge);
    let (silent, _) = server("").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let never = Request::get(format!("http://{}/", listener.local_addr().unwrap())).timeout(Duration::from_millis(50));
    assert_eq!(client.send(never).await.unwrap_err(), Error::Late);
    assert_eq!(client.send(Request::get(format!("http://{silent}/"))).await.unwrap_err(), Error::Unreachable);
}

#[tokio::test]
async fn a_stand_in_gets_what_was_meant_for_others() {
    let (address, _) = server("HTTP/1.1 200 OK\r\nx-heard: {heard}\r\ncontent-length: 0\r\n\r\n").await;
    let options = Options { stand_in: Some(address), user_agent: "Test", ..Reach::Private.into() };
    let client = Client::new(options).unwrap();
    let request = Request::post("https://provider.test/token?a=1").basic("id", "secret").form([("code", "a b")]);
    assert!(!format!("{request:?}").contains("secret"));
    let answer = client.send(request).await.unwrap();
    let heard = answer.headers.get("x-heard").unwrap().to_str().unwrap();
    assert!(heard.starts_with("POST /token?a=1 HTTP/1.1|"), "{heard}");
    for header in ["host: provider.test|", "user-agent: Test|", "authorization: Basic aWQ6c2VjcmV0|"] {
        assert!(heard.contains(header), "{heard}");
    }
    assert!(heard.contains("application/x-www-form-urlencoded"), "{heard}");
}

#[tokio::test]
async fn documents_are_fetched_once() {
    let (address, asked) = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let client = Client::new(Reach::Private).unwrap();
    let url = format!("http://{address}/keys");
    for _ in 0..3 {
        let kept = client.clone().document(&url, Duration::from_mins(1)).await.unwrap();
        assert_eq!(kept.json().unwrap(), serde_json::json!({}));
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    client.document(&url, Duration::ZERO).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    let (failing, asked) = server("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n").await;
    for _ in 0..2 {
        client.document(&format!("http://{failing}/"), Duration::from_mins(1)).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
