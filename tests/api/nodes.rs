//! Several nodes on one PostgreSQL: what one changes, the others know.

use std::time::{Duration, Instant};

use avouch_crypto::Clock;
use avouch_testkit::{Answer, Client, Database, Node, Place, Server};
use serde_json::json;

const API: &str = "https://default.logto.app/api";

/// Asks until the answer is as wanted, and fails when that takes longer than nodes may take.
async fn soon(mut ask: impl AsyncFnMut() -> Answer, wanted: impl Fn(&Answer) -> bool) {
    let began = Instant::now();
    loop {
        let answer = ask().await;
        if wanted(&answer) {
            return;
        }
        assert!(began.elapsed() < Duration::from_millis(200), "still {} {}", answer.status, answer.text());
        tokio::task::yield_now().await;
    }
}

async fn ask(client: &Client, resource: &str, scope: &str) -> Answer {
    client.form("/oidc/token", &[("grant_type", "client_credentials"), ("resource", resource), ("scope", scope)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_one_node_counts_on_the_other() {
    let server = Server::start(Database::Postgres).await;
    let other = server.join(&[]).await;
    let api = server.management().await;
    let (_, scope) = api.resource("https://api.test", "read").await;
    let role = api.role("r", "MachineToMachine").await;
    api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [scope] })).await.expect(201);
    let id = api.application("MachineToMachine").await;
    api.post(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let secret = api.first_secret(&id).await;
    let there = other.anonymous().with_basic(&id, &secret);
    let carries = |answer: &Answer| answer.status == 200 && answer.json()["scope"] == "read";

    soon(async || ask(&there, "https://api.test", "read").await, carries).await;
    api.delete(&format!("/api/applications/{id}/roles/{role}")).await.expect(204);
    soon(async || ask(&there, "https://api.test", "read").await, |answer| answer.json().get("scope").is_none()).await;
    api.post(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    soon(async || ask(&there, "https://api.test", "read").await, carries).await;
    api.delete(&format!("/api/roles/{role}")).await.expect(204);
    soon(async || ask(&there, "https://api.test", "read").await, |answer| answer.json().get("scope").is_none()).await;
    api.delete(&format!("/api/applications/{id}/secrets/Default%20secret")).await.expect(204);
    soon(async || ask(&there, "https://api.test", "read").await, |answer| answer.status == 401).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_nodes_started_at_once_write_one_seed() {
    let place = Place::make(Database::Postgres).await;
    let nodes = futures_util::future::join_all((0..5).map(|_| Node::start(&place, &[], Clock::System))).await;
    let mut seen = Vec::new();
    for node in &nodes {
        seen.push(node.anonymous().get("/oidc/jwks").await.expect(200).text());
        // Each node has keys of its own address as issuer, so each is asked with its own token.
        let api = node.management().await;
        let roles = api.get("/api/roles").await.expect(200).json();
        assert_eq!(roles.as_array().unwrap().len(), 1);
        let resources = api.get("/api/resources").await.expect(200).json();
        assert_eq!(resources.as_array().unwrap().len(), 1);
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "all nodes have the same keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_channel_makes_caches_stand_aside() {
    let server = Server::start(Database::Postgres).await;
    let other = server.join(&[]).await;
    let (id, secret) = server.credential();
    let there = other.anonymous().with_basic(id, secret);
    ask(&there, API, "all").await.expect(200);
    // Every connection is cut, those that listen too: the nodes come back by themselves.
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    server.place.execute(cut).await;
    let began = Instant::now();
    loop {
        let answer = ask(&there, API, "all").await;
        if answer.status == 200 {
            break;
        }
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(answer.header("retry-after"), "1");
        assert!(began.elapsed() < Duration::from_secs(10), "no recovery");
    }
    let api = server.management().await;
    let secrets = api.get(&format!("/api/applications/{id}/secrets")).await.expect(200).json();
    for secret in secrets.as_array().unwrap() {
        let name = secret["name"].as_str().unwrap().replace(' ', "%20");
        api.delete(&format!("/api/applications/{id}/secrets/{name}")).await.expect(204);
    }
    soon(async || ask(&there, API, "all").await, |answer| answer.status == 401).await;
}
