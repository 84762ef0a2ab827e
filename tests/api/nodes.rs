//! Several nodes on one database: what one changes, the others know.

mod keys;

use std::time::{Duration, Instant};

use avouch_crypto::Clock;
use avouch_testkit::{Answer, Client, Database, Node, Place, Server};
use serde_json::json;

use crate::flow::Flow;

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

/// Two nodes are asked for the same thing at the same time, again and again: one says yes, once.
async fn one_of_many(kind: Database, bodies: &[serde_json::Value], code: &str) {
    let server = Server::start(kind).await;
    let other = server.join(&[]).await;
    let clients = [server.management().await, other.management().await];
    for body in bodies {
        let tries = (0..10).map(|number: usize| {
            let (api, body) = (clients[number % 2].clone(), body.clone());
            async move { api.post("/api/users", body).await }
        });
        let answers = futures_util::future::join_all(tries).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!(made.len(), 1, "{body}");
        for answer in refused {
            answer.refuses(422, code);
        }
    }
}

/// Names, addresses and numbers that are one and the same, by the code of its refusal.
fn wanted_by_many() -> [(Vec<serde_json::Value>, &'static str); 3] {
    let each = |name: &str, values: [&str; 3]| values.iter().map(|value| json!({ name: value })).collect();
    [
        (each("username", ["race_a", "race_b", "race_c"]), "user.username_already_in_use"),
        (each("primaryEmail", ["a@example.test", "B@example.test", "c@example.test"]), "user.email_already_in_use"),
        (each("primaryPhone", ["14155552671", "14155552672", "4915112345678"]), "user.phone_already_in_use"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_signs_in_is_given_once_across_nodes_sqlite() {
    for (bodies, code) in wanted_by_many() {
        one_of_many(Database::Sqlite, &bodies, code).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_signs_in_is_given_once_across_nodes_postgres() {
    for (bodies, code) in wanted_by_many() {
        one_of_many(Database::Postgres, &bodies, code).await;
    }
}

/// An address in two cases is one address, also when both come at once.
async fn one_address_in_two_cases(kind: Database) {
    let server = Server::start(kind).await;
    let other = server.join(&[]).await;
    let clients = [server.management().await, other.management().await];
    let tries = (0..10).map(|number: usize| {
        let address = if number.is_multiple_of(3) { "Ada@example.test" } else { "ada@EXAMPLE.test" };
        let api = clients[number % 2].clone();
        async move { api.post("/api/users", json!({ "primaryEmail": address })).await.status.as_u16() }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1]), (200, 422), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_in_two_cases_is_given_once_sqlite() {
    one_address_in_two_cases(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_in_two_cases_is_given_once_postgres() {
    one_address_in_two_cases(Database::Postgres).await;
}

async fn refreshed_at_once(kind: Database) {
    let server = Server::start(kind).await;
    let other = server.join(&[]).await;
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", token)];
    let nodes = [server.anonymous(), other.anonymous()];
    let asked = (0..50).map(|index: usize| nodes[index % 2].form("/oidc/token", &pairs));
    let answers = futures_util::future::join_all(asked).await;
    let mut successors: Vec<String> =
        answers.into_iter().map(|answer| answer.expect(200).text_of("refresh_token")).collect();
    successors.sort_unstable();
    successors.dedup();
    assert_eq!(successors.len(), 1, "one token takes the place of another");
    assert_ne!(successors[0], token);
    // Revoked on one node, it is nothing on the other.
    let revoked = [("client_id", flow.client.as_str()), ("token", successors[0].as_str())];
    nodes[0].form("/oidc/token/revocation", &revoked).await.expect(200);
    let pairs = [pairs[0], pairs[1], ("refresh_token", successors[0].as_str())];
    nodes[1].form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_refreshes_on_two_nodes_have_one_successor_sqlite() {
    refreshed_at_once(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_refreshes_on_two_nodes_have_one_successor_postgres() {
    refreshed_at_once(Database::Postgres).await;
}

/// Whoever revokes while others refresh leaves nothing behind.
async fn revoked_amid(kind: Database) {
    let server = Server::start(kind).await;
    let other = server.join(&[]).await;
    let flow = Flow::new(&server, "SPA").await;
    for _ in 0..10 {
        let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
        let token = tokens["refresh_token"].as_str().unwrap();
        let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", token)];
        let nodes = [server.anonymous(), other.anonymous()];
        let asked = (0..6).map(|index: usize| nodes[index % 2].form("/oidc/token", &pairs));
        let revoked = [("client_id", flow.client.as_str()), ("token", token)];
        let revoking = nodes[1].form("/oidc/token/revocation", &revoked);
        let (answers, revoked) = futures_util::future::join(futures_util::future::join_all(asked), revoking).await;
        revoked.expect(200);
        for answer in answers.into_iter().filter(|answer| answer.status != 400) {
            let issued = answer.expect(200).json();
            let me = nodes[0].with_token(issued["access_token"].as_str().unwrap()).get("/oidc/me").await;
            me.refuses(401, "oidc.invalid_token");
            let pairs = [pairs[0], pairs[1], ("refresh_token", issued["refresh_token"].as_str().unwrap())];
            nodes[0].form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_amid_refreshes_is_gone_sqlite() {
    revoked_amid(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_amid_refreshes_is_gone_postgres() {
    revoked_amid(Database::Postgres).await;
}
