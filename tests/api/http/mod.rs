//! What every surface shares: entity tags, origins, headers, hosts.

mod language;
mod safely;
mod tenancy;
mod unread;

use avouch_testkit::{Database, Server, on_both};
use http::Method;

on_both!(entity_tags_spare_the_body, server, {
    let api = server.management().await;
    let first = api.get("/api/roles").await.expect(200);
    let tag = first.header("etag").to_owned();
    let (length, hash) = tag.trim_matches('"').split_once('-').unwrap();
    assert_eq!((usize::from_str_radix(length, 16).unwrap(), hash.len()), (first.body.len(), 27));
    for known in [tag.as_str(), "*", &format!("\"other\", W/{tag}")] {
        let again = api.with("if-none-match", known).get("/api/roles").await.expect(304);
        assert_eq!((again.body.len(), again.header("etag")), (0, tag.as_str()));
    }
    api.with("if-none-match", "\"other\"").get("/api/roles").await.expect(200);
    let head = api.send(Method::HEAD, "/api/roles", "", "").await.expect(200);
    assert_eq!((head.header("etag"), head.body.len()), ("", 0));
    api.role("changes it", "User").await;
    api.with("if-none-match", &tag).get("/api/roles").await.expect(200);
    assert_eq!(api.get("/api/roles/nope").await.header("etag"), "");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_its_headers() {
    let server = Server::start(Database::Sqlite).await;
    let anyone = server.anonymous();
    let (one, two) = (anyone.get("/api/status").await, anyone.get("/api/nope").await);
    assert_eq!(one.header("logto-core-request-id").len(), 16);
    assert_ne!(one.header("logto-core-request-id"), two.header("logto-core-request-id"));
    for answer in [one, two, anyone.get("/oidc/jwks").await] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "SAMEORIGIN");
        assert_eq!(answer.header("vary"), "Accept-Encoding, Origin");
        assert_eq!(answer.header("strict-transport-security"), "", "only over TLS");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_answers_are_compressed_when_asked_for() {
    let server = Server::start(Database::Sqlite).await;
    for encoding in ["gzip", "br"] {
        let answer = server.anonymous().with("accept-encoding", encoding).get("/api/swagger.json").await.expect(200);
        assert_eq!(answer.header("content-encoding"), encoding);
        let plain = server.anonymous().get("/api/swagger.json").await.expect(200);
        assert!(answer.body.len() * 3 < plain.body.len());
        assert_eq!(answer.header("etag"), plain.header("etag"));
    }
    let small = server.anonymous().with("accept-encoding", "gzip").get("/oidc/jwks").await;
    assert_eq!(small.header("content-encoding"), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_console_may_call_from_another_origin() {
    let server = Server::start(Database::Sqlite).await;
    let console = server.anonymous_admin().base;
    let from = |origin: &str| server.anonymous().with("origin", origin);
    let answer = from(&console).get("/api/roles").await.expect(401);
    assert_eq!(
        (answer.header("access-control-allow-origin"), answer.header("access-control-expose-headers")),
        (console.as_str(), "*")
    );
    let asked = from(&console)
        .with("access-control-request-method", "PATCH")
        .with("access-control-request-headers", "authorization");
    let answer = asked.send(Method::OPTIONS, "/api/roles/x", "", "").await.expect(204);
    assert_eq!(answer.header("access-control-allow-methods"), "GET,HEAD,PUT,POST,DELETE,PATCH");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization");
    let other = from("https://evil.example").with("access-control-request-method", "PATCH");
    let answer = other.send(Method::OPTIONS, "/api/roles", "", "").await.expect(200);
    assert_eq!((answer.header("access-control-allow-origin"), answer.header("allow")), ("", "HEAD, GET, POST"));
    assert_eq!(from("https://evil.example").get("/api/roles").await.header("access-control-allow-origin"), "");
}
