//! Signing keys across nodes: whichever node they are rotated on, every node publishes and signs with the same ones.

use avouch_testkit::{Client, Database, Server};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

use super::{API, soon};

const ROTATE: &str = "/api/configs/oidc/private-keys/rotate";

/// The keys that a node publishes, the one that signs first.
async fn published(node: &Client) -> Vec<String> {
    let keys = node.get("/oidc/jwks").await.expect(200).json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// The key that a node signs with.
async fn signing(node: &Client, (id, secret): (&str, &str)) -> String {
    let token = node.token(id, secret, API, "all").await;
    let header = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_takes_over_on_every_node_at_once() {
    let server = Server::held(Database::Postgres).await;
    let other = server.join(&[]).await;
    let (here, there) = (server.anonymous(), other.anonymous());
    let first = published(&here).await;
    assert_eq!((published(&there).await, first.len()), (first.clone(), 1));
    // A key that waits is published everywhere, and signs nowhere yet.
    server.management().await.post(ROTATE, json!({ "rotationGracePeriod": 3600 })).await.expect(200);
    let waiting = published(&here).await;
    assert_eq!((waiting.len(), &waiting[0]), (2, &first[0]));
    let told = here.get("/oidc/jwks").await.text();
    soon(async || there.get("/oidc/jwks").await, |answer| answer.text() == told).await;
    for node in [&here, &there] {
        assert_eq!(signing(node, server.credential()).await, first[0]);
    }
    // Its time comes on every node, without a word between them.
    server.clock.advance(3_601_000);
    for node in [&there, &here] {
        assert_eq!(signing(node, server.credential()).await, waiting[1]);
        assert_eq!(published(node).await, [waiting[1].clone(), waiting[0].clone()]);
    }
    let states = async |api: Client| {
        let keys = api.get("/api/configs/oidc/private-keys").await.expect(200).json();
        keys.as_array().unwrap().iter().map(|key| key["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states(server.management().await).await, ["Current", "Previous"]);
    assert_eq!(states(other.management().await).await, ["Current", "Previous"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_rotated_on_one_node_signs_on_the_other() {
    let server = Server::start(Database::Postgres).await;
    let other = server.join(&[]).await;
    let (here, there) = (server.anonymous(), other.anonymous());
    let old = signing(&there, server.credential()).await;
    // What the other node has cached is rotated beneath it, then the other way round.
    for (api, cached) in [(server.management().await, &there), (other.management().await, &here)] {
        let before = published(cached).await;
        api.post(ROTATE, json!({})).await.expect(200);
        let is_new = |text: &str| {
            let keys: Value = serde_json::from_str(text).unwrap();
            keys["keys"][0]["kid"] != json!(before[0])
        };
        soon(async || cached.get("/oidc/jwks").await, |answer| is_new(&answer.text())).await;
        let now = published(cached).await;
        assert_eq!((now.len(), &now[1]), (2, &before[0]));
        assert_eq!(signing(cached, server.credential()).await, now[0]);
        assert_eq!(published(&here).await, published(&there).await);
    }
    assert!(!published(&there).await.contains(&old), "two rotations later the key is gone");
}
